package dev.apitoken.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** HOUSE rules that the compiler cannot see. */
@AnalyzeClasses(packages = "dev.apitoken", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Pattern PACKAGE = Pattern.compile("`(dev\\.apitoken(?:\\.[a-z]+)*)`");
    private static final String READS_THE_WORLD = ".*(Config|Main|Application|ProcessClock)(\\$.*)?";

    @ArchTest
    static final ArchRule tokenKnowsNobody = noClasses()
            .that(resideInAPackage("dev.apitoken.token.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.apitoken.crds..",
                    "dev.apitoken.operator..",
                    "dev.apitoken.validator..",
                    "dev.apitoken.testkit..",
                    "io.fabric8..",
                    "io.netty..",
                    "java.net.http.."));

    @ArchTest
    static final ArchRule crdsKnowsNobody = noClasses()
            .that(resideInAPackage("dev.apitoken.crds.."))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("dev.apitoken.token..", "dev.apitoken.operator..", "dev.apitoken.validator.."));

    @ArchTest
    static final ArchRule programKnowsNobody = noClasses()
            .that(resideInAPackage("dev.apitoken.program.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.apitoken.crds..",
                    "dev.apitoken.token..",
                    "dev.apitoken.operator..",
                    "dev.apitoken.validator..",
                    "dev.apitoken.testkit..",
                    "io.fabric8..",
                    "io.netty.."));

    @ArchTest
    static final ArchRule testkitKnowsNobody = noClasses()
            .that(resideInAPackage("dev.apitoken.testkit.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "dev.apitoken.token..",
                    "dev.apitoken.crds..",
                    "dev.apitoken.operator..",
                    "dev.apitoken.validator.."));

    @ArchTest
    static final ArchRule operatorAndValidatorNeverMeet = noClasses()
            .that(resideInAPackage("dev.apitoken.operator.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.apitoken.validator..", "dev.apitoken.testkit.."));

    @ArchTest
    static final ArchRule validatorAndOperatorNeverMeet = noClasses()
            .that(resideInAPackage("dev.apitoken.validator.."))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.apitoken.operator..", "dev.apitoken.testkit.."));

    @ArchTest
    static final ArchRule onlySigningImportsTheJwtLibrary = noClasses()
            .that()
            .resideOutsideOfPackage("dev.apitoken.token.signing")
            .should()
            .dependOnClassesThat(resideInAPackage("com.auth0.."));

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that(resideInAnyPackage("dev.apitoken.validator.decision", "dev.apitoken.validator.credential"))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.netty..", "io.micronaut..", "io.fabric8..", "java.net.http.."));

    @ArchTest
    static final ArchRule timeAndEnvironmentEnterAtMain = noClasses()
            .that()
            .haveNameNotMatching(READS_THE_WORLD)
            .and()
            .resideOutsideOfPackage("dev.apitoken.testkit..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(InstantSource.class, "system")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule nobodySleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule noDrawers = classes()
            .should()
            .haveSimpleNameNotEndingWith("Util")
            .andShould()
            .haveSimpleNameNotEndingWith("Utils")
            .andShould()
            .haveSimpleNameNotEndingWith("Helper")
            .andShould()
            .haveSimpleNameNotEndingWith("Manager")
            .andShould()
            .haveSimpleNameNotEndingWith("Impl")
            .andShould()
            .haveSimpleNameNotStartingWith("Abstract");

    @Test
    void theArchitecturePageNamesEveryPackageAndNoOther() throws IOException {
        Repository repository = Repository.find();
        var named = PACKAGE.matcher(Files.readString(repository.root().resolve("ARCHITECTURE.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        var there = new TreeSet<String>();
        for (String room :
                new String[] {"crds", "token", "program", "operator", "validator", "testkit", "acceptance", "benchmarks"
                }) {
            var sources = repository.root().resolve(room).resolve("src/main/java");
            try (var files = Files.walk(sources)) {
                files.filter(file -> file.endsWith("package-info.java"))
                        .map(file ->
                                sources.relativize(file.getParent()).toString().replace('/', '.'))
                        .forEach(there::add);
            }
        }
        assertThat(named).isEqualTo(there);
    }

    @Test
    void everyPackageIsNullMarkedAndSaysWhatItIsFor() throws IOException {
        var root = Repository.find().root();
        for (String room :
                new String[] {"crds", "token", "program", "operator", "validator", "testkit", "acceptance", "benchmarks"
                }) {
            try (var files = Files.walk(root.resolve(room).resolve("src/main/java"))) {
                var folders = files.filter(file -> file.toString().endsWith(".java"))
                        .map(java.nio.file.Path::getParent)
                        .distinct()
                        .toList();
                assertThat(folders)
                        .allSatisfy(folder -> assertThat(folder.resolve("package-info.java"))
                                .exists()
                                .content()
                                .startsWith("/**")
                                .contains("@NullMarked"));
            }
        }
    }
}
