package dev.payonce.temporal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** A certificate authority of a test, made by the JDK's keytool. */
final class TestAuthority {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final String name;

    /** A certificate and its key, as PEM files. */
    record Identity(Path certificate, Path key) {}

    TestAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = name;
        keytool(name, "-genkeypair", "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "2");
        pem(name);
    }

    /** Returns its own certificate. */
    Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /**
     * Makes a certificate for a host.
     *
     * @param start in keytool's form, such as {@code -3d}; it is valid for two days from then
     */
    Identity identity(String alias, String host, String start) {
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
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                alias,
                "-keystore",
                store(alias).toString(),
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
