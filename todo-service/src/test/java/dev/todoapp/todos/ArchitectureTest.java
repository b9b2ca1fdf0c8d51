package dev.todoapp.todos;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.junit.jupiter.api.Test;

/** The rules about packages. */
class ArchitectureTest {

    /** Without what Spring's AOT has left there in an earlier build. */
    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .withImportOption(location -> !location.contains("__"))
            .importPackages("dev.todoapp.todos");

    @Test
    void theFeatureKnowsNothingOfWhereTodosAreKept() {
        noClasses()
                .that()
                .resideInAPackage("..todos.todo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..todos.dynamodb..", "software.amazon.awssdk..")
                .check(SERVICE);
    }

    @Test
    void theDomainKnowsNothingOfHttpAndSpring() {
        noClasses()
                .that()
                .haveSimpleName("Todo")
                .or()
                .haveSimpleName("Todos")
                .or()
                .haveSimpleName("Content")
                .or()
                .areAssignableTo(Throwable.class)
                .or(isValueOf("Content"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "tools.jackson..", "io.swagger..", "jakarta..")
                .check(SERVICE);
    }

    @Test
    void whatOnlyOnePackageNeedsIsNotPublic() {
        classes()
                .that()
                .resideOutsideOfPackage("dev.todoapp.todos")
                .and()
                .arePublic()
                .and(DescribedPredicate.describe(
                        "aren't within one that isn't", // what is within an interface is public by itself
                        type -> type.getEnclosingClass()
                                .map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC))
                                .orElse(true)))
                .should(beNeededElsewhere())
                .check(SERVICE);
    }

    @Test
    void packagesHaveNoCycles() {
        // The root package holds the application and its configuration record, which is the adapter's to read.
        slices().matching("dev.todoapp.todos.(*)..").should().beFreeOfCycles().check(SERVICE);
    }

    @Test
    void nothingIsInjectedIntoFieldsAndNothingStaticChanges() {
        fields().that().areStatic().should().beFinal().check(SERVICE);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Autowired")
                .check(SERVICE);
    }

    @Test
    void nobodyAsksTheSystemForTheTime() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(SERVICE);
    }

    private static DescribedPredicate<JavaClass> isValueOf(String record) {
        return DescribedPredicate.describe(
                "are values of " + record,
                type -> SERVICE.get("dev.todoapp.todos.todo." + record).getFields().stream()
                        .anyMatch(field -> field.getRawType().equals(type)));
    }

    private static com.tngtech.archunit.lang.ArchCondition<JavaClass> beNeededElsewhere() {
        return com.tngtech.archunit.lang.ArchCondition.from(DescribedPredicate.describe(
                "be needed in another package",
                type -> type.getDirectDependenciesToSelf().stream()
                        .anyMatch(dependency ->
                                !dependency.getOriginClass().getPackageName().equals(type.getPackageName()))));
    }
}
