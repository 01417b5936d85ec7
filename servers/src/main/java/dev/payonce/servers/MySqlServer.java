package dev.payonce.servers;

import com.mysql.cj.jdbc.MysqlDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A real MySQL 8.0.12 on a free port, as durable as in production: what it has acknowledged survives {@link #kill}. With
 * {@code PAYONCE_DATABASE_URL}, {@code _USER} and {@code _PASSWORD} in the environment nothing is started and that server
 * is used instead; its user must then be allowed to create schemas and triggers.
 */
public final class MySqlServer extends EmbeddedServer {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PASSWORD_BYTES = 16;

    private final MySqlAddress address;
    private final Login application;
    private final Login administrator;

    private record Login(String user, String password) {}

    private MySqlServer(MySqlAddress address, Login application, Login administrator, Optional<ChildProcess> own) {
        super(own);
        this.address = address;
        this.application = application;
        this.administrator = administrator;
    }

    public static MySqlServer start() {
        return start(System.getenv());
    }

    static MySqlServer start(Map<String, String> environment) {
        String given = environment.getOrDefault("PAYONCE_DATABASE_URL", "");
        if (!given.isBlank()) {
            Login login = new Login(
                    environment.getOrDefault("PAYONCE_DATABASE_USER", ""),
                    environment.getOrDefault("PAYONCE_DATABASE_PASSWORD", ""));
            return new MySqlServer(MySqlAddress.parse(given), login, login, Optional.empty());
        }
        MySqlFiles files = MySqlFiles.get(environment);
        Path folder = RunFolder.create("mysql");
        MySqlAddress address = MySqlAddress.local(Ports.free());
        Login application = new Login("payonce", randomPassword());
        Login administrator = new Login("sandbox", randomPassword());
        ChildProcess process = new ChildProcess(
                "mysqld", folder, folder.resolve("mysqld.log"), command(files, folder, address.port()), Map.of());
        MySqlServer server = new MySqlServer(address, application, administrator, Optional.of(process));
        try {
            FileSystemUtils.copyRecursively(files.template(), folder.resolve("data"));
            Files.writeString(folder.resolve("users.sql"), users(application, administrator));
        } catch (IOException e) {
            server.close();
            throw new UncheckedIOException(e);
        }
        server.begin();
        return server;
    }

    /** Returns the JDBC address for the applications, whose user may not stop other sessions. */
    public String jdbcUrl(String schema) {
        return address.jdbcUrl(schema);
    }

    /** Returns the JDBC address through a proxy on another port of this machine. */
    public String jdbcUrlThrough(int port, String schema) {
        return MySqlAddress.local(port).jdbcUrl(schema);
    }

    public String user() {
        return application.user();
    }

    public String password() {
        return application.password();
    }

    public String host() {
        return address.host();
    }

    public int port() {
        return address.port();
    }

    /** Opens the data source of the sandbox itself, whose user has all rights. Each connection is a new one. */
    public DataSource administration(String schema) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl(address.jdbcUrl(schema) + "&rewriteBatchedStatements=true");
        source.setUser(administrator.user());
        source.setPassword(administrator.password());
        return source;
    }

    @Override
    boolean answers() {
        try (Connection connection = administration("").getConnection()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static List<String> command(MySqlFiles files, Path folder, int port) {
        List<String> command = new ArrayList<>(files.command());
        command.addAll(List.of(
                "--datadir=" + folder.resolve("data"),
                "--init-file=" + folder.resolve("users.sql"),
                "--pid-file=" + folder.resolve("mysqld.pid"),
                // Relative, so that it cannot exceed the 107 bytes that a socket's path may have.
                "--socket=mysqld.sock",
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--mysqlx=OFF",
                "--skip-ssl",
                "--default-time-zone=+00:00",
                // Durable as in production: a commit that was acknowledged survives a kill and a power cut.
                "--innodb-flush-log-at-trx-commit=1",
                "--innodb-buffer-pool-size=64M",
                "--max-connections=300",
                "--performance-schema=ON",
                "--performance-schema-instrument=wait/lock/metadata/sql/mdl=ON"));
        return command;
    }

    private static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String users(Login application, Login administrator) {
        // Run at every start, which is why each line says "if not exists". One statement a line.
        return """
                CREATE USER IF NOT EXISTS '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
                GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, PROCESS ON *.* TO '%1$s'@'127.0.0.1';
                CREATE USER IF NOT EXISTS '%3$s'@'127.0.0.1' IDENTIFIED BY '%4$s';
                GRANT ALL ON *.* TO '%3$s'@'127.0.0.1' WITH GRANT OPTION;
                ALTER USER 'root'@'localhost' ACCOUNT LOCK;
                """.formatted(
                        application.user(), application.password(), administrator.user(), administrator.password());
    }
}
