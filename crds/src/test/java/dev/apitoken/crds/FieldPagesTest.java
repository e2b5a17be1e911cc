package dev.apitoken.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/reference/fields says what the CRDs say. With {@code -Dfields.write=true} it writes the pages first. */
class FieldPagesTest {
    private static final Path PAGES = Path.of("..", "docs", "reference", "fields");

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyKindHasItsPageAsTheManifestIsNow(Manifest manifest) throws IOException {
        var page = new FieldPage(manifest);
        Path file = PAGES.resolve(page.fileName());
        if (Boolean.getBoolean("fields.write")) {
            Files.createDirectories(PAGES);
            Files.writeString(file, page.text());
        }

        assertThat(file).as("written anew with -Dfields.write=true").hasContent(page.text());
    }

    @ParameterizedTest
    @MethodSource("dev.apitoken.crds.Manifest#all")
    void everyFieldOfTheSpecSaysWhatItMeans(Manifest manifest) {
        assertThat(manifest.schema().walk().filter(Schema::isProperty).filter(Schema::isAboutThisProduct))
                .allSatisfy(field -> assertThat(field.node().path("description").asText())
                        .as(field.path())
                        .isNotBlank());
    }

    @Test
    void noPageIsLeftOverFromAKindThatIsGone() throws IOException {
        List<String> wanted = Manifest.all()
                .map(manifest -> new FieldPage(manifest).fileName())
                .toList();

        try (var files = Files.list(PAGES)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(wanted);
        }
    }
}
