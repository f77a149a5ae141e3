package io.gptload.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows between modules: gateway to starter to client, never back, and never into the engine's inside. */
@AnalyzeClasses(packages = "io.gptload", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule theClientKnowsNeitherStarterNorGateway = noClasses()
            .that()
            .resideInAPackage("io.gptload.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.gptload.spring..", "io.gptload.gateway..");

    @ArchTest
    static final ArchRule theStarterDoesNotKnowTheGateway = noClasses()
            .that()
            .resideInAPackage("io.gptload.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gptload.gateway..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodyOutsideReachesIntoTheEngine = noClasses()
            .that()
            .resideOutsideOfPackage("io.gptload.client..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gptload.client.internal..");

    @ArchTest
    static final ArchRule theEngineStandsOnNoFramework = noClasses()
            .that()
            .resideInAPackage("io.gptload.client..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.boot..", "jakarta..");
}
