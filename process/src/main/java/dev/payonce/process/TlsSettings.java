package dev.payonce.process;

import dev.payonce.settings.Secret;
import dev.payonce.settings.SettingsReader;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.autoconfigure.ssl.PemSslBundleProperties;
import org.springframework.boot.autoconfigure.ssl.PropertiesSslBundle;
import org.springframework.boot.ssl.pem.PemContent;

/**
 * The certificate and key by which a process ends TLS itself. They are read again when their files change: Spring's bundle
 * keeps the former pair while a new one does not fit.
 *
 * @param certificate PEM, or the address of a file with it; first our own certificate, then its chain
 * @param key PEM, or the address of a file with it
 * @param shown the names and the end of our own certificate
 * @param inFiles true where both come from files, which are watched
 */
public record TlsSettings(String certificate, Secret key, String shown, boolean inFiles) {

    public static final String CERTIFICATE = "PAYONCE_TLS_CERTIFICATE";
    public static final String KEY = "PAYONCE_TLS_KEY";

    private static final String BUNDLE = "spring.ssl.bundle.pem.payonce.";
    private static final String EXPECTED = "PEM; certificate and key belong together, or both are left out";

    /** Reads it; empty where neither is given, and a proxy ends TLS. */
    public static Optional<TlsSettings> read(SettingsReader reading) {
        SettingsReader.Form<String> pem = SettingsReader.matching("(?s)-----BEGIN .*");
        Optional<String> certificate = reading.optional(CERTIFICATE, EXPECTED, pem);
        Optional<String> key = reading.optional(KEY, EXPECTED, pem);
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        return reading.made(
                () -> Optional.of(
                        of(certificate.orElse(""), key.orElse(""), reading.fileOf(CERTIFICATE), reading.fileOf(KEY))),
                Optional.empty());
    }

    private static TlsSettings of(
            String certificate, String key, Optional<Path> certificateFile, Optional<Path> keyFile) {
        try {
            PemSslBundleProperties pair = new PemSslBundleProperties();
            pair.getKeystore().setCertificate(certificate);
            pair.getKeystore().setPrivateKey(key);
            pair.getKeystore().setVerifyKeys(true);
            var _ = PropertiesSslBundle.get(pair).getStores().getKeyStore();
            X509Certificate own = PemContent.of(certificate).getCertificates().getFirst();
            return new TlsSettings(
                    certificateFile.map(TlsSettings::address).orElse(certificate),
                    new Secret(keyFile.map(TlsSettings::address).orElse(key)),
                    own.getSubjectX500Principal().getName() + " until "
                            + own.getNotAfter().toInstant(),
                    certificateFile.isPresent() && keyFile.isPresent());
        } catch (RuntimeException unusable) {
            throw new IllegalArgumentException(CERTIFICATE + " and " + KEY + " cannot be used: " + EXPECTED, unusable);
        }
    }

    private static String address(Path file) {
        return file.toUri().toString();
    }

    /** Returns the properties of Spring's server. */
    Map<String, Object> properties() {
        return Map.of(
                "server.ssl.bundle",
                "payonce",
                BUNDLE + "keystore.certificate",
                certificate,
                BUNDLE + "keystore.private-key",
                key.value(),
                BUNDLE + "keystore.verify-keys",
                true,
                BUNDLE + "reload-on-update",
                inFiles,
                BUNDLE + "options.enabled-protocols",
                List.of("TLSv1.3", "TLSv1.2"),
                "spring.ssl.bundle.watch.file.quiet-period",
                "2s");
    }

    /** Shows whose certificate it is; never the PEM. */
    @Override
    public String toString() {
        return shown;
    }
}
