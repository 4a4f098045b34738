package io.meridian.kernel;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.meridian.kernel.hub.BusinessDays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same commands give the same events: nothing in the kernel can see anything else. */
final class PurityTest {
    private static JavaClasses production;

    @BeforeAll
    static void importProductionClasses() {
        production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.meridian.kernel");
        assertFalse(production.isEmpty(), "no classes imported: the rules would pass without looking at anything");
    }

    @Test
    void shouldUseTheContractOnlyWhenItDecides() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..", "org.agrona..", "io.meridian.plugin.contract..", "io.meridian.kernel.."))
                .check(production);
    }

    @Test
    void shouldTouchNothingOutsideWhenItDecides() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.meridian.kernel.journal..")
                .and()
                // It tells whoever runs a kernel when to send a command; the kernel does not see it.
                .doNotBelongToAnyOf(BusinessDays.class)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.io..",
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.util.concurrent..",
                        "java.time..",
                        "java.security.."))
                .because("time, chance and the outside are arguments")
                .check(production);
    }

    @Test
    void shouldReadNoClockAndDrawNoLotWhenItDecides() {
        noClasses()
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "identityHashCode", Object.class)
                .orShould()
                .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("now"))
                        .and(JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(resideInAPackage("java.time..")))))
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, Random.class, HashMap.class, HashSet.class)
                .because("a run must be the same a second time, also in the order in which tables are walked")
                .check(production);
    }
}
