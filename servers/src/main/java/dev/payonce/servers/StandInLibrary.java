package dev.payonce.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A shared library for x86-64 Linux whose every function answers -1. MySQL's binary names libaio and libnuma, which many
 * machines lack and which only an administrator can install; it runs without both once the loader has found something by
 * their names. Asked, they say "not available here", which is what MySQL is prepared for.
 *
 * <p>The file starts with the ELF header, four program headers, the dynamic section and a hash table of one bucket.
 * The symbols, the version of each, the versions, all names, and the one function follow. It is mapped twice, once to
 * be run and once to be written to by the loader. The versions matter: glibc gives up on a library that has what it
 * was asked for but says nothing about versions.
 */
final class StandInLibrary {

    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int TAG = 16;
    private static final int TAGS = 10;
    private static final int SYMBOL = 24;
    private static final int VERSION = 28;
    private static final int WRITABLE_COPY = 0x1000;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int STACK = 0x6474e551;

    /** {@code mov rax, -1; ret}. */
    private static final byte[] ANSWER = {0x48, (byte) 0xc7, (byte) 0xc0, -1, -1, -1, -1, (byte) 0xc3};

    private final String name;
    private final List<String> functions;
    private final List<String> versions;
    private final List<String> versionOf;
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();

    private StandInLibrary(String name, List<String> functions) {
        this.name = name;
        this.functions = functions.stream().map(each -> each.split("@", 2)[0]).toList();
        this.versionOf = functions.stream().map(each -> each.split("@", 2)[1]).toList();
        this.versions = versionOf.stream().distinct().toList();
        this.names.write(0);
    }

    /** @param functions each with its version, as in {@code io_setup@LIBAIO_0.4} */
    static void write(Path folder, String name, List<String> functions) throws IOException {
        Files.write(folder.resolve(name), new StandInLibrary(name, functions).bytes());
    }

    private byte[] bytes() {
        int nameAt = nameAt(name);
        int[] functionAt = functions.stream().mapToInt(this::nameAt).toArray();
        int[] versionAt = versions.stream().mapToInt(this::nameAt).toArray();

        int symbols = functions.size() + 1;
        int dynamicAt = HEADER + 4 * SEGMENT;
        int hashAt = dynamicAt + TAGS * TAG;
        int symbolsAt = align(hashAt + 4 * (3 + symbols));
        int symbolVersionsAt = symbolsAt + symbols * SYMBOL;
        int versionsAt = align(symbolVersionsAt + 2 * symbols);
        int namesAt = versionsAt + (versions.size() + 1) * VERSION;
        int answerAt = align(namesAt + names.size());
        int size = answerAt + ANSWER.length;

        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        out.putShort((short) 3).putShort((short) 62).putInt(1); // a shared object for x86-64
        out.putLong(0).putLong(HEADER).putLong(0).putInt(0);
        out.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 4);
        out.position(HEADER);
        segment(out, LOAD, 5, 0, 0, size);
        segment(out, LOAD, 6, 0, WRITABLE_COPY, size);
        segment(out, DYNAMIC, 6, dynamicAt, WRITABLE_COPY + dynamicAt, TAGS * TAG);
        segment(out, STACK, 6, 0, 0, 0);
        tag(out, 14, nameAt); // SONAME
        tag(out, 4, hashAt);
        tag(out, 5, namesAt);
        tag(out, 10, names.size());
        tag(out, 6, symbolsAt);
        tag(out, 11, SYMBOL);
        tag(out, 0x6ffffff0, symbolVersionsAt);
        tag(out, 0x6ffffffc, versionsAt);
        tag(out, 0x6ffffffd, versions.size() + 1);
        tag(out, 0, 0);
        out.putInt(1).putInt(symbols).putInt(1 % symbols).putInt(0); // one bucket, a chain through all symbols
        for (int i = 1; i < symbols; i++) {
            out.putInt((i + 1) % symbols);
        }
        out.position(symbolsAt + SYMBOL);
        for (int at : functionAt) {
            out.putInt(at).put((byte) 0x12).put((byte) 0).putShort((short) 1); // a global function, defined here
            out.putLong(answerAt).putLong(ANSWER.length);
        }
        out.position(symbolVersionsAt + 2);
        versionOf.forEach(version -> out.putShort((short) (versions.indexOf(version) + 2)));
        out.position(versionsAt);
        version(out, 1, name, nameAt);
        for (int i = 0; i < versions.size(); i++) {
            version(out, i + 2, versions.get(i), versionAt[i]);
        }
        out.put(names.toByteArray()).position(answerAt).put(ANSWER);
        return out.array();
    }

    private static void segment(ByteBuffer out, int type, int flags, long at, long address, long size) {
        out.putInt(type).putInt(flags).putLong(at).putLong(address).putLong(address);
        out.putLong(size).putLong(size).putLong(type == LOAD ? 0x1000 : 8);
    }

    private static void tag(ByteBuffer out, long name, long value) {
        out.putLong(name).putLong(value);
    }

    /** Writes a version; number 1 is the library itself. */
    private void version(ByteBuffer out, int number, String version, int at) {
        boolean last = number == versions.size() + 1;
        out.putShort((short) 1).putShort((short) (number == 1 ? 1 : 0)).putShort((short) number);
        out.putShort((short) 1).putInt(hash(version)).putInt(20).putInt(last ? 0 : VERSION);
        out.putInt(at).putInt(0);
    }

    /** Computes the hash that ELF prescribes for names. */
    private static int hash(String text) {
        int hash = 0;
        for (byte letter : text.getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash << 4) + letter;
            hash ^= (hash >>> 24) & 0xf0;
            hash &= 0x0fffffff;
        }
        return hash;
    }

    private int nameAt(String text) {
        int at = names.size();
        names.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        names.write(0);
        return at;
    }

    private static int align(int at) {
        return (at + 7) & ~7;
    }
}
