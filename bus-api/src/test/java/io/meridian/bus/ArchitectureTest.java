package io.meridian.bus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules that keep this module small enough to be understood package by package. */
final class ArchitectureTest {
    private static JavaClasses production;

    @BeforeAll
    static void importProductionClasses() {
        production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.meridian.bus");
        assertFalse(production.isEmpty(), "no classes imported: the rules would pass without looking at anything");
    }

    @Test
    void shouldUseOnlyTheJdkAndAgronaWhenOnTheClassPathOfAnEngine() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.agrona..", "io.meridian.bus..")
                .because("every engine and every test carries what this module carries")
                .check(production);
    }

    @Test
    void shouldHaveNoPackageCycleWhenPackagesUseEachOther() {
        slices().assignedFrom(new PackageSlices())
                .should()
                .beFreeOfCycles()
                .because("a package that is part of a cycle cannot be read, tested or moved alone")
                .check(production);
    }

    @Test
    void shouldNotNameAnEngineWhenChoosingOne() {
        assertTrue(
                production.stream().noneMatch(type -> type.getSimpleName().matches("(Aeron|Nats|Kafka).*")),
                "engines are found by name at run time; a class of this module must not be about one of them");
    }
}
