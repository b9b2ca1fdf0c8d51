package dev.todoapp.files;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /** Without what Spring's AOT has left there in an earlier build. */
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .withImportOption(location -> !location.contains("__"))
            .importPackages("dev.todoapp.files");

    @Test
    void theDomainKnowsNothingOfAws() {
        noClasses()
                .that()
                .resideInAPackage("dev.todoapp.files.file..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.todoapp.files.s3..", "dev.todoapp.files.sqs..", "software.amazon..")
                .check(SERVICE);
    }

    @Test
    void onlyTheAdaptersKnowTheSdk() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.todoapp.files.s3..", "dev.todoapp.files.sqs..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(SERVICE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.todoapp.files.(*)..").should().beFreeOfCycles().check(SERVICE);
        noClasses()
                .that()
                .resideInAPackage("dev.todoapp.files.file..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.todoapp.files")
                .check(SERVICE);
    }

    @Test
    void theAdaptersAreNobodysBusiness() {
        classes()
                .that()
                .resideInAnyPackage("dev.todoapp.files.s3..", "dev.todoapp.files.sqs..")
                .should()
                .notBePublic()
                .check(SERVICE);
    }

    @Test
    void aTypeIsPublicOnlyIfAnotherPackageNeedsIt() {
        Predicate<JavaClass> needless = type -> type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getDirectDependenciesToSelf().stream()
                        .allMatch(use -> use.getOriginClass().getPackageName().equals(type.getPackageName()));

        assertThat(SERVICE.stream()
                        .filter(type ->
                                type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                        .filter(needless)
                        .map(JavaClass::getSimpleName))
                .containsExactly("FilesApplication");
    }

    @Test
    void nothingButTheMappingsOfRequestsTouchesTheWeb() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.todoapp.files.s3..", "dev.todoapp.files.sqs..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.web..", "jakarta.servlet..", "io.swagger..")
                .check(SERVICE);
    }
}
