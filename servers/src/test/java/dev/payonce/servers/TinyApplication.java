package dev.payonce.servers;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** An application that is only alive: it answers 200 and says so when it comes and goes. */
final class TinyApplication {

    private TinyApplication() {}

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("TINY_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        System.out.println("listening");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("going")));
    }
}
