package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

// "restricted": a native library is what is tested.
@SuppressWarnings("restricted")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class StandInLibraryTest {

    @TempDir
    private Path folder;

    @Test
    void theLoaderTakesItAndEveryFunctionAnswersMinusOne() throws IOException {
        StandInLibrary.write(folder, "libabsent.so.1", List.of("absent_first@ABSENT_1", "absent_second@ABSENT_2"));

        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup library = SymbolLookup.libraryLookup(folder.resolve("libabsent.so.1"), arena);
            for (String name : List.of("absent_first", "absent_second")) {
                var function = Linker.nativeLinker()
                        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(ValueLayout.JAVA_INT));
                assertThat(function)
                        .satisfies(
                                handle -> assertThat((int) handle.invokeExact()).isEqualTo(-1));
            }
            assertThat(library.find("absent_third")).isEmpty();
        }
    }

    @Test
    void aLibraryWithoutFunctionsIsOneToo() throws IOException {
        StandInLibrary.write(folder, "libempty.so.1", List.of());

        try (Arena arena = Arena.ofConfined()) {
            assertThat(SymbolLookup.libraryLookup(folder.resolve("libempty.so.1"), arena)
                            .find("anything"))
                    .isEmpty();
        }
    }
}
