package stemma.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

final class FileReasonTest {
    @Test
    void aPathAloneIsNoReason() {
        assertThat(FileReason.of(new AccessDeniedException("/etc/x"))).isEqualTo("access denied");
        assertThat(FileReason.of(new FileSystemException("/a", null, "File name too long")))
                .isEqualTo("File name too long");
        assertThat(FileReason.of(new IOException("Broken pipe"))).isEqualTo("Broken pipe");
    }

    @Test
    void aLongPathKeepsItsEndAndTheReason() {
        String fits = "/".repeat(FileReason.PATH_CHARS_MAX);
        assertThat(FileReason.withPath(new AccessDeniedException(fits))).isEqualTo(fits + ": access denied");
        assertThat(FileReason.withPath(new AccessDeniedException("x" + fits)))
                .isEqualTo("…" + fits.substring(1) + ": access denied");
        assertThat(FileReason.withPath(new AccessDeniedException(null))).isEqualTo("access denied");
    }
}
