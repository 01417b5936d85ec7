package dev.payonce.settings;

import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.ClientConfigTLS;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings that reach Temporal, by the names and in the file that Temporal's own tools take.
 *
 * @param keys encrypt payloads, the first one; each decrypts. None where payloads are plain
 * @param profile address, namespace, TLS and API key, as Temporal's library reads them
 */
public record TemporalSettings(ClientConfigProfile profile, List<PayloadKey> keys) {

    private static final String ADDRESS = "127.0.0.1:7233";
    private static final String NAMESPACE = "default";
    private static final String FORM = "(\\[[0-9A-Fa-f:]+]|[A-Za-z0-9_.-]+):[0-9]{1,5}";
    private static final String CONFIG_FILE = "TEMPORAL_CONFIG_FILE";
    private static final String PROFILE = "TEMPORAL_PROFILE";

    /** Makes the settings of a server that is reached in plaintext. */
    public TemporalSettings(String address, String namespace) {
        this(
                ClientConfigProfile.newBuilder()
                        .setAddress(address)
                        .setNamespace(namespace)
                        .build(),
                List.of());
    }

    public String address() {
        return Optional.ofNullable(profile.getAddress())
                .filter(text -> !text.isBlank())
                .orElse(ADDRESS);
    }

    public String namespace() {
        return Optional.ofNullable(profile.getNamespace())
                .filter(text -> !text.isBlank())
                .orElse(NAMESPACE);
    }

    /** Returns the way of all calls; reads certificates and keys. */
    public WorkflowServiceStubsOptions.Builder stubs() {
        return WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions())
                .setTarget(address());
    }

    /** Reports whether calls are encrypted. An API key switches TLS on, unless TLS is switched off by name. */
    boolean encrypted() {
        return tls().map(tls -> !Boolean.TRUE.equals(tls.isDisabled())).orElse(hasKey());
    }

    /** Returns a sentence for the log where others could read or change what goes to Temporal. */
    Optional<String> warning() {
        if (encrypted() && !unverified()) {
            return Optional.empty();
        }
        return encrypted() || !PrivateHost.isLoopback(host())
                ? Optional.of("Calls to Temporal are " + (encrypted() ? "not verified" : "in plaintext")
                        + ", so others in the network could move money: docs/security.md says how to close that")
                : Optional.empty();
    }

    private boolean unverified() {
        return tls().map(tls -> Boolean.TRUE.equals(tls.isDisableHostVerification()))
                .orElse(false);
    }

    private boolean hasKey() {
        return profile.getApiKey() != null && !profile.getApiKey().isEmpty();
    }

    private Optional<ClientConfigTLS> tls() {
        return Optional.ofNullable(profile.getTls());
    }

    private String host() {
        String address = address();
        return address.substring(0, address.lastIndexOf(':')).replaceAll("[\\[\\]]", "");
    }

    public static TemporalSettings read(SettingsReader reading) {
        boolean plaintext = reading.optional(
                "PAYONCE_TEMPORAL_PLAINTEXT",
                false,
                "refuse, or accept where a tunnel encrypts what goes to Temporal",
                SettingsReader.matching("refuse|accept").map("accept"::equals));
        Map<String, String> given = given(reading);
        TemporalSettings usual = new TemporalSettings(ADDRESS, NAMESPACE);
        List<PayloadKey> keys = reading.optional(
                "PAYONCE_PAYLOAD_KEYS",
                List.of(),
                PayloadKey.FORM,
                SettingsReader.each(PayloadKey::of)
                        .and(each ->
                                each.stream().map(PayloadKey::name).distinct().count() == each.size()));
        return reading.made(() -> checked(new TemporalSettings(load(given), keys), plaintext), usual);
    }

    /** Reads each setting on its own, so that a fault names it; only values that are given override the file's. */
    private static Map<String, String> given(SettingsReader reading) {
        Map<String, String> given = new HashMap<>();
        text(reading, given, "TEMPORAL_ADDRESS", "host:port, for instance 127.0.0.1:7233", FORM);
        text(
                reading,
                given,
                "TEMPORAL_NAMESPACE",
                "a namespace's name, letters, digits, dots, dashes and underscores",
                "[A-Za-z0-9][A-Za-z0-9_.-]{0,199}");
        text(reading, given, "TEMPORAL_API_KEY", "an API key", "[!-~]{1,4096}");
        text(reading, given, "TEMPORAL_TLS", "true or false", "true|false");
        text(reading, given, "TEMPORAL_TLS_SERVER_NAME", "a host's name", "[A-Za-z0-9_.-]{1,255}");
        text(reading, given, "TEMPORAL_TLS_DISABLE_HOST_VERIFICATION", "true or false", "true|false");
        text(reading, given, PROFILE, "the name of a profile in the file", "[!-~]{1,100}");
        for (String part : List.of("CLIENT_CERT", "CLIENT_KEY", "SERVER_CA_CERT")) {
            file(reading, given, "TEMPORAL_TLS_" + part + "_PATH");
            text(reading, given, "TEMPORAL_TLS_" + part + "_DATA", "PEM", "(?s)-----BEGIN .*");
        }
        file(reading, given, CONFIG_FILE);
        given.putAll(reading.startingWith("TEMPORAL_GRPC_META_"));
        return given;
    }

    private static void text(
            SettingsReader reading, Map<String, String> given, String name, String expected, String pattern) {
        reading.optional(name, expected, SettingsReader.matching(pattern)).ifPresent(value -> given.put(name, value));
    }

    private static void file(SettingsReader reading, Map<String, String> given, String name) {
        reading.optional(
                        name,
                        "the path of a file that this process can read",
                        SettingsReader.matching(".+").and(path -> Files.isReadable(Path.of(path))))
                .ifPresent(value -> given.put(name, value));
    }

    private static ClientConfigProfile load(Map<String, String> given) {
        boolean file = Stream.of(CONFIG_FILE, PROFILE).anyMatch(given::containsKey);
        try {
            return ClientConfigProfile.load(LoadClientConfigProfileOptions.newBuilder()
                    .setDisableFile(!file)
                    .setConfigFileStrict(true)
                    .setEnvOverrides(given)
                    .build());
        } catch (IOException | RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    CONFIG_FILE + " or " + PROFILE
                            + " cannot be used: a TOML file of Temporal's tools, with this profile",
                    unreadable);
        }
    }

    private static TemporalSettings checked(TemporalSettings settings, boolean plaintext) {
        if (!settings.address().matches(FORM)) {
            throw new IllegalArgumentException(
                    CONFIG_FILE + " cannot be used: its address is not host:port; correct it");
        }
        if (!settings.encrypted() && !plaintext && !PrivateHost.is(settings.host())) {
            throw new IllegalArgumentException(
                    "TEMPORAL_ADDRESS cannot be used without TLS: its host is neither this machine nor in a private network,"
                            + " and who reads or writes these calls can move money. Set TEMPORAL_TLS=true, or"
                            + " PAYONCE_TEMPORAL_PLAINTEXT=accept");
        }
        if (!settings.encrypted() && settings.hasKey() && !PrivateHost.isLoopback(settings.host())) {
            throw new IllegalArgumentException(
                    "TEMPORAL_API_KEY cannot be used with TEMPORAL_TLS=false: others could read the key. Set TEMPORAL_TLS=true");
        }
        try {
            settings.stubs();
        } catch (RuntimeException unreadable) {
            throw new IllegalArgumentException(
                    "TEMPORAL_TLS_… cannot be used: certificates and key in PEM, the key in PKCS#8 and without a password",
                    unreadable);
        }
        return settings;
    }

    /** Shows neither key nor headers nor certificates. */
    @Override
    public String toString() {
        boolean mutual = tls().map(tls -> tls.getClientCertPath() != null || tls.getClientCertData() != null)
                .orElse(false);
        return "TemporalSettings[address=%s, namespace=%s, tls=%s, apiKey=%s, payloadKeys=%s]"
                .formatted(
                        address(),
                        namespace(),
                        !encrypted() ? "off" : unverified() ? "unverified" : mutual ? "mutual" : "on",
                        hasKey() ? "***" : "none",
                        keys);
    }
}
