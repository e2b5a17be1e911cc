package dev.apitoken.validator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page about settings names those that are read, and no other. */
class SettingsPageTest {
    private static final Pattern SETTING = Pattern.compile("APITOKEN_[A-Z_]*[A-Z]");

    private static TreeSet<String> settingsIn(Path file) throws IOException {
        return SETTING.matcher(Files.readString(file))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void each_setting_is_on_the_page_and_nothing_else_is() throws IOException {
        var read = settingsIn(Path.of("src", "main", "java", "dev", "apitoken", "validator", "ValidatorConfig.java"));

        assertThat(settingsIn(Path.of("..", "docs", "reference", "validator-settings.md")))
                .isEqualTo(read);
    }
}
