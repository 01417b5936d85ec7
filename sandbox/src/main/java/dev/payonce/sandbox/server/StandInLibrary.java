package dev.payonce.sandbox.server;

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
 * <p>The file holds, one after the other, the ELF header, four program headers, the dynamic section, a hash table of one
 * bucket, the symbols, their names and the one function. It is mapped twice, to run and to be written by the loader.
 */
final class StandInLibrary {

    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int SYMBOL = 24;
    private static final int WRITABLE_COPY = 0x1000;
    private static final int LOAD = 1;
    private static final int DYNAMIC = 2;
    private static final int STACK = 0x6474e551;

    /** {@code mov rax, -1; ret}. */
    private static final byte[] ANSWER = {0x48, (byte) 0xc7, (byte) 0xc0, -1, -1, -1, -1, (byte) 0xc3};

    private StandInLibrary() {}

    static void write(Path folder, String name, List<String> functions) throws IOException {
        Files.write(folder.resolve(name), bytes(name, functions));
    }

    private static byte[] bytes(String name, List<String> functions) {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        int[] nameAt = functions.stream()
                .mapToInt(function -> append(strings, function))
                .toArray();
        int libraryNameAt = append(strings, name);

        int symbols = functions.size() + 1;
        int dynamicAt = HEADER + 4 * SEGMENT;
        int hashAt = dynamicAt + 7 * 16;
        int symbolsAt = align(hashAt + 4 * (3 + symbols));
        int stringsAt = symbolsAt + symbols * SYMBOL;
        int answerAt = align(stringsAt + strings.size());
        int size = answerAt + ANSWER.length;

        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        out.putShort((short) 3).putShort((short) 62).putInt(1); // a shared object for x86-64
        out.putLong(0).putLong(HEADER).putLong(0).putInt(0);
        out.putShort((short) HEADER).putShort((short) SEGMENT).putShort((short) 4);
        out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        segment(out, LOAD, 5, 0, 0, size);
        segment(out, LOAD, 6, 0, WRITABLE_COPY, size);
        segment(out, DYNAMIC, 6, dynamicAt, WRITABLE_COPY + dynamicAt, 7 * 16);
        segment(out, STACK, 6, 0, 0, 0);
        // SONAME, HASH, STRTAB, SYMTAB, STRSZ, SYMENT, end
        out.putLong(14)
                .putLong(libraryNameAt)
                .putLong(4)
                .putLong(hashAt)
                .putLong(5)
                .putLong(stringsAt);
        out.putLong(6)
                .putLong(symbolsAt)
                .putLong(10)
                .putLong(strings.size())
                .putLong(11)
                .putLong(SYMBOL);
        out.putLong(0).putLong(0);
        out.putInt(1).putInt(symbols).putInt(functions.isEmpty() ? 0 : 1).putInt(0);
        for (int i = 1; i < symbols; i++) {
            out.putInt(i + 1 < symbols ? i + 1 : 0);
        }
        out.position(symbolsAt + SYMBOL);
        for (int at : nameAt) {
            out.putInt(at).put((byte) 0x12).put((byte) 0).putShort((short) 1); // a global function, defined here
            out.putLong(answerAt).putLong(ANSWER.length);
        }
        out.put(strings.toByteArray()).position(answerAt).put(ANSWER);
        return out.array();
    }

    private static void segment(ByteBuffer out, int type, int flags, long at, long address, long size) {
        out.putInt(type).putInt(flags).putLong(at).putLong(address).putLong(address);
        out.putLong(size).putLong(size).putLong(type == LOAD ? 0x1000 : 8);
    }

    private static int append(ByteArrayOutputStream strings, String text) {
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        strings.write(0);
        return at;
    }

    private static int align(int at) {
        return (at + 7) & ~7;
    }
}
