package dev.payonce.temporal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.payonce.settings.PayloadKey;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.codec.PayloadCodecException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The encryption of payloads in Temporal's histories: AES-256 in GCM, so a payload that was changed is refused. The name
 * of the key is beside the ciphertext and part of what is authenticated.
 *
 * <p>A payload that is not encrypted is read as it is: encryption may begin while runs are under way. A key is replaced by
 * putting a new one first; the former stays until Temporal has deleted the last history that needs it.
 */
public final class PayloadEncryption implements PayloadCodec {

    private static final String ENCODING = "encoding";
    private static final ByteString ENCRYPTED = ByteString.copyFromUtf8("binary/encrypted");
    private static final String KEY = "encryption-key-id";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
    private final String first;

    /** @param keys at least one; the first one encrypts, each decrypts */
    public PayloadEncryption(List<PayloadKey> keys) {
        keys.forEach(key -> this.keys.put(key.name(), new SecretKeySpec(key.bytes(), "AES")));
        this.first = keys.getFirst().name();
    }

    /** Returns the converter that encrypts what this one makes; the same one where there are no keys. */
    static DataConverter around(DataConverter converter, List<PayloadKey> keys) {
        return keys.isEmpty()
                ? converter
                : new CodecDataConverter(converter, List.of(new PayloadEncryption(keys)), true);
    }

    @Override
    public List<Payload> encode(List<Payload> payloads) {
        return payloads.stream().map(this::encrypt).toList();
    }

    @Override
    public List<Payload> decode(List<Payload> payloads) {
        return payloads.stream().map(this::decrypt).toList();
    }

    private Payload encrypt(Payload payload) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] text = run(Cipher.ENCRYPT_MODE, first, keys.get(first), nonce, payload.toByteArray());
        return Payload.newBuilder()
                .putMetadata(ENCODING, ENCRYPTED)
                .putMetadata(KEY, ByteString.copyFromUtf8(first))
                .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(text)))
                .build();
    }

    private Payload decrypt(Payload payload) {
        if (!ENCRYPTED.equals(payload.getMetadataMap().get(ENCODING))) {
            return payload;
        }
        String name = payload.getMetadataOrDefault(KEY, ByteString.EMPTY).toStringUtf8();
        ByteString data = payload.getData();
        if (data.size() < NONCE) {
            throw new Unreadable("A payload is encrypted and too short: it was changed");
        }
        byte[] text = run(
                Cipher.DECRYPT_MODE,
                name,
                keys.get(name),
                data.substring(0, NONCE).toByteArray(),
                data.substring(NONCE).toByteArray());
        try {
            return Payload.parseFrom(text);
        } catch (InvalidProtocolBufferException _) {
            throw new Unreadable("A payload is encrypted and holds no payload");
        }
    }

    private static byte[] run(int mode, String name, @Nullable SecretKeySpec key, byte[] nonce, byte[] input) {
        if (key == null) {
            throw new Unreadable(
                    "A payload cannot be decrypted: PAYONCE_PAYLOAD_KEYS has no key named " + name + "; add it again");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException _) {
            throw new Unreadable(
                    "A payload cannot be decrypted: it was changed, or the key named " + name + " is another one");
        }
    }

    /** A refusal to decrypt. Temporal logs it at each try, so it has no stack trace: its message has all that is known. */
    private static final class Unreadable extends PayloadCodecException {

        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
