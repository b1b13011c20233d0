package dev.backstretch.testkit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Set;

/** The arrows between the modules, and what the rules of running must never touch. */
@AnalyzeClasses(packages = "dev.backstretch", importOptions = ArchitectureTest.NoTests.class)
final class ArchitectureTest {
    /** Tests lie in a folder of this name in the strict build and in the quick one, which ArchUnit's own option misses. */
    static final class NoTests implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }

    private static final String DOMAIN = "dev.backstretch.domain..";
    private static final String LAUNCHER = "dev.backstretch.launcher..";

    /** The launcher composes, the rest is handed a clock. Benchmarks and their harness measure wall time. */
    private static final DescribedPredicate<JavaClass> MAY_READ_A_CLOCK =
            resideInAnyPackage(LAUNCHER, "dev.backstretch.benchmarks..");

    /** Encoding to and from memory is not input or output. */
    private static final Set<String> IN_MEMORY_IO = Set.of(
            ByteArrayInputStream.class.getName(),
            ByteArrayOutputStream.class.getName(),
            DataInput.class.getName(),
            DataInputStream.class.getName(),
            DataOutput.class.getName(),
            DataOutputStream.class.getName(),
            EOFException.class.getName(),
            IOException.class.getName(),
            InputStream.class.getName(),
            OutputStream.class.getName(),
            Serializable.class.getName(),
            UncheckedIOException.class.getName());

    /** Exact on every machine; every other function is taken from {@link StrictMath}. */
    private static final Set<String> EXACT_MATH =
            Set.of("abs", "min", "max", "floor", "ceil", "rint", "round", "sqrt", "fma");

    @ArchTest
    static final ArchRule modules_depend_only_along_the_arrows = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.backstretch..")
            .withOptionalLayers(true)
            .layer("domain")
            .definedBy(DOMAIN)
            .layer("schemas")
            .definedBy("dev.backstretch.schemas..")
            .layer("ingest")
            .definedBy("dev.backstretch.ingest..")
            .layer("streams")
            .definedBy("dev.backstretch.streams..")
            .layer("sink")
            .definedBy("dev.backstretch.sink..")
            .layer("board")
            .definedBy("dev.backstretch.board..")
            .layer("replay")
            .definedBy("dev.backstretch.replay..")
            .layer("simulator")
            .definedBy("dev.backstretch.simulator..")
            .layer("launcher")
            .definedBy(LAUNCHER)
            .layer("testkit")
            .definedBy("dev.backstretch.testkit..")
            .layer("benchmarks")
            .definedBy("dev.backstretch.benchmarks..")
            .whereLayer("domain")
            .mayNotAccessAnyLayer()
            .whereLayer("schemas")
            .mayOnlyAccessLayers("domain")
            .whereLayer("ingest")
            .mayOnlyAccessLayers("domain", "schemas")
            .whereLayer("streams")
            .mayOnlyAccessLayers("domain", "schemas")
            .whereLayer("sink")
            .mayOnlyAccessLayers("domain", "schemas")
            .whereLayer("board")
            .mayOnlyAccessLayers("domain", "schemas")
            .whereLayer("replay")
            .mayOnlyAccessLayers("domain", "schemas")
            .whereLayer("simulator")
            .mayOnlyAccessLayers("domain", "schemas")
            .whereLayer("launcher")
            .mayOnlyBeAccessedByLayers("testkit", "benchmarks")
            .whereLayer("testkit")
            .mayOnlyBeAccessedByLayers("benchmarks")
            .whereLayer("benchmarks")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule avro_types_stop_at_schemas = noClasses()
            .that()
            .resideOutsideOfPackage("dev.backstretch.schemas..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.backstretch.schemas.avro..")
            .because("schemas maps them to domain records")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule domain_needs_the_jdk_alone = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    DOMAIN,
                    "java.io",
                    "java.lang",
                    "java.lang.annotation",
                    "java.lang.invoke",
                    "java.lang.runtime",
                    "java.math",
                    "java.nio",
                    "java.nio.charset",
                    "java.security",
                    "java.text",
                    "java.time..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "org.jspecify.annotations")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule domain_does_no_input_or_output = noClasses()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .dependOnClassesThat(describe(
                    "do input or output",
                    type -> (type.getPackageName().equals("java.io") && !IN_MEMORY_IO.contains(type.getName()))
                            || type.getName().equals("java.lang.Process")
                            || type.getName().equals("java.lang.ProcessBuilder")
                            || type.getName().equals("java.lang.Runtime")))
            .orShould()
            .accessTargetWhere(owner("java.lang.System", Set.of("out", "err", "in", "getenv", "getProperty")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule domain_starts_no_thread = noClasses()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .dependOnClassesThat(describe(
                    "are threads",
                    type -> Set.of(
                                            "java.lang.Thread",
                                            "java.lang.ThreadLocal",
                                            "java.lang.ThreadGroup",
                                            "java.util.Timer")
                                    .contains(type.getName())
                            || type.getPackageName().startsWith("java.util.concurrent")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule domain_draws_no_lots = noClasses()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .dependOnClassesThat(describe(
                    "are random",
                    type -> type.getPackageName().startsWith("java.util.random")
                            || Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom")
                                    .contains(type.getName())))
            .orShould()
            .accessTargetWhere(owner("java.lang.Math", Set.of("random")))
            .orShould()
            .accessTargetWhere(owner("java.lang.StrictMath", Set.of("random")))
            .orShould()
            .accessTargetWhere(owner("java.util.UUID", Set.of("randomUUID")))
            .orShould()
            .accessTargetWhere(owner("java.util.Collections", Set.of("shuffle")))
            .orShould()
            .accessTargetWhere(owner("java.lang.System", Set.of("identityHashCode")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule domain_reads_no_clock = noClasses()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .accessTargetWhere(aClockIsRead())
            .orShould()
            .accessTargetWhere(owner("java.lang.System", Set.of("currentTimeMillis", "nanoTime")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule domain_takes_no_default_of_its_machine = noClasses()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .accessTargetWhere(owner("java.time.ZoneId", Set.of("systemDefault")))
            .orShould()
            .accessTargetWhere(owner("java.util.TimeZone", Set.of("getDefault")))
            .orShould()
            .accessTargetWhere(owner("java.util.Locale", Set.of("getDefault")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule domain_takes_inexact_functions_from_StrictMath = noClasses()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("the function may differ between machines") {
                @Override
                public boolean test(JavaAccess<?> access) {
                    return access.getTargetOwner().getName().equals("java.lang.Math")
                            && !access.getName().endsWith("Exact")
                            && !Set.of("clamp", "floorDiv", "floorMod", "signum", "toIntExact")
                                    .contains(access.getName())
                            && !EXACT_MATH.contains(access.getName());
                }
            })
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule only_the_launcher_reads_a_wall_clock = noClasses()
            .that(DescribedPredicate.not(MAY_READ_A_CLOCK))
            .should()
            .accessTargetWhere(aClockIsRead())
            .because("time is handed in")
            .allowEmptyShould(true);

    private ArchitectureTest() {}

    private static DescribedPredicate<JavaAccess<?>> aClockIsRead() {
        return new DescribedPredicate<>("a wall clock is read") {
            @Override
            public boolean test(JavaAccess<?> access) {
                JavaClass owner = access.getTargetOwner();
                boolean inJavaTime = resideInAPackage("java.time..").test(owner);
                boolean now = inJavaTime && access.getName().equals("now");
                boolean clock = owner.getName().equals("java.time.Clock")
                        && (access.getName().startsWith("system")
                                || access.getName().startsWith("tick"));
                return now || clock;
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> owner(String type, Set<String> members) {
        return new DescribedPredicate<>("%s.%s is used", type, members) {
            @Override
            public boolean test(JavaAccess<?> access) {
                return access.getTargetOwner().getName().equals(type) && members.contains(access.getName());
            }
        };
    }
}
