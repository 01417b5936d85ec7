package dev.payonce.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of a test, made by the JDK's keytool. */
public final class TestAuthority {

    public static final String PASSWORD = "changeit";

    private final Path folder;
    private final String name;

    /** A certificate and its key, as PEM files. */
    public record Identity(Path certificate, Path key) {}

    public TestAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        keytool(name, "-genkeypair", "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "2");
        pem(name);
    }

    /** Returns its own certificate. */
    public Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /**
     * Makes a certificate for a host.
     *
     * @param start in keytool's form, such as {@code -3d}; it is valid for two days from then
     */
    public Identity identity(String alias, String host, String start) {
        keytool(alias, "-genkeypair", "-dname", "CN=" + host);
        Path request = folder.resolve(alias + ".csr");
        Path signed = folder.resolve(alias + ".crt");
        keytool(alias, "-certreq", "-file", request.toString());
        keytool(
                name,
                "-gencert",
                "-rfc",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString(),
                "-ext",
                "san=dns:" + host,
                "-startdate",
                start,
                "-validity",
                "2");
        return new Identity(signed, key(alias));
    }

    /** Returns a key store with its certificate, for a client that trusts it. */
    public Path trust() {
        Path trust = folder.resolve(name + "-trust.p12");
        if (!Files.exists(trust)) {
            keytool(
                    trust,
                    name,
                    "-importcert",
                    "-noprompt",
                    "-file",
                    certificate().toString());
        }
        return trust;
    }

    /** Returns the TLS of a server with this identity. */
    public SSLContext server(String alias) {
        try (InputStream store = Files.newInputStream(store(alias));
                InputStream signed = Files.newInputStream(folder.resolve(alias + ".crt"))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(store, PASSWORD.toCharArray());
            Certificate[] chain = {CertificateFactory.getInstance("X.509").generateCertificate(signed)};
            keys.setKeyEntry(alias, keys.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(), chain);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException unusable) {
            throw new AssertionError(alias, unusable);
        }
    }

    private void pem(String alias) {
        keytool(
                alias,
                "-exportcert",
                "-rfc",
                "-file",
                folder.resolve(alias + ".pem").toString());
    }

    private Path key(String alias) {
        try (InputStream store = Files.newInputStream(store(alias))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(store, PASSWORD.toCharArray());
            byte[] key = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
            return Files.writeString(
                    folder.resolve(alias + ".key"),
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                    .encodeToString(key)
                            + "\n-----END PRIVATE KEY-----\n");
        } catch (IOException | GeneralSecurityException unusable) {
            throw new AssertionError(alias, unusable);
        }
    }

    private Path store(String alias) {
        return folder.resolve(alias + ".p12");
    }

    private void keytool(String alias, String command, String... options) {
        keytool(store(alias), alias, command, options);
    }

    private static void keytool(Path store, String alias, String command, String... options) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                alias,
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        if (command.equals("-genkeypair")) {
            line.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
        }
        Stream.of(options).forEach(line::add);
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", line) + "\n" + said);
            }
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopping);
        }
    }
}
