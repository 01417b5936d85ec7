package dev.payonce.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

    @TempDir
    private Path folder;

    @Test
    void aFileThatIsLeftIsNamed() throws IOException {
        assertThat(TemporaryFolder.names(folder)).isEmpty();

        Files.createDirectory(folder.resolve("tomcat.8080.1"));

        assertThat(TemporaryFolder.names(folder)).containsExactly("tomcat.8080.1");
    }
}
