package io.meridian.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.meridian.platform.(*)..")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.meridian.platform"));
    }

    @Test
    void shouldHaveNoCyclesBetweenPackagesOfThePages() {
        slices().matching("io.meridian.ui.(*)..")
                .should()
                .beFreeOfCycles()
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.meridian.ui"));
    }

    /** What it asks a manager, it asks over HTTP, with the token of who is logged in. */
    @Test
    void shouldKeepTheGatewayApartFromTheManagersInside() {
        noClasses()
                .that()
                .resideInAPackage("io.meridian.ui..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.meridian.manager..", "io.meridian.audit..", "io.meridian.platform..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.meridian.ui"));
    }
}
