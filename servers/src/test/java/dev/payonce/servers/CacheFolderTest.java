package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {

    private static final Executor THREADS = work -> Thread.ofVirtual().start(work);

    @TempDir
    private Path root;

    @Test
    void aLateCallerTakesTheOthersFolder() throws IOException {
        CyclicBarrier together = new CyclicBarrier(4);
        List<CompletableFuture<Path>> all = IntStream.range(0, 4)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> fill(together, number), THREADS))
                .toList();

        assertThat(all).extracting(CompletableFuture::join).containsOnly(root.resolve("thing"));
        try (var left = Files.list(root)) {
            assertThat(left).containsExactly(root.resolve("thing"));
        }
        try (var files = Files.list(root.resolve("thing"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aRecipeThatFailsLeavesNothing() throws IOException {
        assertThatThrownBy(() -> CacheFolder.get(root, "thing", draft -> {
                    Files.writeString(draft.resolve("half"), "");
                    throw new IOException("no space");
                }))
                .hasMessage("no space");

        try (var left = Files.list(root)) {
            assertThat(left).isEmpty();
        }
    }

    private Path fill(CyclicBarrier together, int number) {
        try {
            return CacheFolder.get(root, "thing", draft -> {
                Files.writeString(draft.resolve("made-by-" + number), "");
                await(together);
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
