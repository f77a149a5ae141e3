package io.gptload.client;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the arrows: adapters know the engine, the engine knows nobody. */
@AnalyzeClasses(packages = "io.gptload.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.gptload.client";

    @ArchTest
    static final ArchRule nobodyDependsOnAnAdapterOrAStore = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".http..", ROOT + ".store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".http..", ROOT + ".store..");

    @ArchTest
    static final ArchRule theEngineKnowsNoHttpClientAndNoDatabase = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".http..", ROOT + ".store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("okhttp3..", "okio..", "com.anthropic..", "java.sql..", "org.springframework..");

    @ArchTest
    static final ArchRule adaptersAndStoresUseTheEngineThroughItsApi = noClasses()
            .that()
            .resideInAnyPackage(ROOT + ".http..", ROOT + ".store..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".internal..");

    @ArchTest
    static final ArchRule onlyTheFacadeAndTheInternalsUseTheInternals = noClasses()
            .that(not(resideInAnyPackage(ROOT, ROOT + ".internal..")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".internal..");

    @ArchTest
    static final ArchRule definitionsAndPolicyDoNotKnowTheEngine = noClasses()
            .that()
            .resideInAnyPackage(
                    ROOT + ".config..", ROOT + ".policy..", ROOT + ".wire..", ROOT + ".rewrite..", ROOT + ".time..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".session..", ROOT + ".event..", ROOT + ".internal..");

    @ArchTest
    static final ArchRule retryAndKeyRulesLiveInTheEngineAlone = classes()
            .that()
            .haveSimpleNameStartingWith("Backoff")
            .or()
            .haveSimpleNameStartingWith("CooldownLength")
            .should()
            .resideInAPackage(ROOT + ".internal..");

    @ArchTest
    static final ArchRule internalPackagesHaveNoCycles =
            slices().matching(ROOT + ".internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule thereIsNoMutableStaticState = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(resideInAPackage(ROOT + ".."))
            .should()
            .beFinal();
}
