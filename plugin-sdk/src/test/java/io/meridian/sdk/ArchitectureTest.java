package io.meridian.sdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an author's class path is spared. */
final class ArchitectureTest {
    private static JavaClasses production;

    @BeforeAll
    static void importProductionClasses() {
        production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.meridian.sdk");
        assertFalse(production.isEmpty(), "no classes imported: the rules would pass without looking at anything");
    }

    @Test
    void shouldUseOnlyTheContractWhenAPluginRuns() {
        classes()
                .that()
                .resideOutsideOfPackage("io.meridian.sdk.test..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.agrona..",
                        "com.google.protobuf..",
                        "io.meridian.plugin.contract..",
                        "io.meridian.sdk..")
                .because("an author's class path holds nothing else of ours, and no JUnit in production")
                .check(production);
    }

    @Test
    void shouldNotKnowItsTestsWhenItRuns() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meridian.sdk.test..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.meridian.sdk.test..")
                .check(production);
    }
}
