package io.gptload.spring.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.core.convert.ConversionException;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** Says of a property whose value is of the wrong type what may stand there. */
final class MistypedProperty {

    private static final Set<Class<?>> WHOLE_NUMBERS = Set.of(Integer.class, Long.class);
    private static final Map<Class<?>, Form> FORMS = Map.of(
            Duration.class, new Form("a duration", "a number with its unit, such as 500ms, 10s or 2m"),
            DataSize.class, new Form("a size", "a number with its unit, such as 512KB or 32MB"),
            Boolean.class, new Form("true or false", "true or false"));

    private record Form(String name, String examples) {}

    private MistypedProperty() {}

    /** @return {@code null} if something else is wrong, or something that is not ours */
    static @Nullable PropertyProblem in(BindException failure) {
        String name = failure.getName().toString();
        Class<?> wanted = ClassUtils.resolvePrimitiveIfNecessary(
                failure.getTarget().getType().resolve(Object.class));
        if (!name.startsWith("gptload.") || !isAboutType(failure)) {
            return null;
        }
        ConfigurationProperty given = failure.getProperty();
        String where = given == null || given.getOrigin() == null ? "" : ", at " + given.getOrigin();
        Form form = form(wanted);
        if (form == null || given == null) {
            String message = "there are properties below it, and it has no value of its own";
            return new PropertyProblem(
                    name, message + where, below(wanted, name)); // without the value: it may be a key
        }
        String message = "'" + given.getValue() + "' is not " + form.name;
        return new PropertyProblem(name, message + where, "Use " + form.examples + ".");
    }

    private static boolean isAboutType(BindException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConversionException) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Form form(Class<?> wanted) {
        if (WHOLE_NUMBERS.contains(wanted)) {
            return new Form("a whole number", "a whole number, such as 3");
        }
        Object[] constants = wanted.getEnumConstants();
        if (constants != null) {
            String names = Arrays.stream(constants)
                    .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "));
            return new Form("one of " + names, "one of " + names);
        }
        return FORMS.get(wanted);
    }

    private static String below(Class<?> wanted, String name) {
        return wanted == GroupProperties.class ? "Set " + name + ".keys to its keys." : "Set what is below it instead.";
    }
}
