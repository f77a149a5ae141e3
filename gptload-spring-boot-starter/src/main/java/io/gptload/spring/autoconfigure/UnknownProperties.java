package io.gptload.spring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/** Says of properties that nobody reads where they are. Never their values, which may be keys under a misspelt name. */
final class UnknownProperties {

    private static final Pattern OF_GROUP = Pattern.compile("(gptload\\.groups\\.[^.]+)\\.([^.\\[]+)");
    private static final Set<String> SETTINGS = Arrays.stream(SettingsProperties.class.getRecordComponents())
            .map(component -> DataObjectPropertyName.toDashedForm(component.getName()))
            .collect(Collectors.toUnmodifiableSet());

    /** What others call it. */
    private static final Map<String, String> OTHER_WORDS = Map.of(
            "key", "keys",
            "api-key", "keys",
            "api-keys", "keys",
            "url", "upstreams",
            "base-url", "upstreams",
            "upstream", "upstreams",
            "channel-type", "channel");

    private UnknownProperties() {}

    /** The unknown ones, by name; empty if something else is wrong, or something that is not ours. */
    static List<PropertyProblem> in(BindException failure) {
        return failure.getCause() instanceof UnboundConfigurationPropertiesException unbound
                ? unbound.getUnboundProperties().stream()
                        .map(UnknownProperties::problem)
                        .filter(problem -> problem.property().startsWith("gptload."))
                        .toList()
                : List.of();
    }

    private static PropertyProblem problem(ConfigurationProperty property) {
        String name = property.getName().toString();
        String where = property.getOrigin() == null ? "" : ", at " + property.getOrigin();
        Matcher ofGroup = OF_GROUP.matcher(name);
        String fix = ofGroup.matches() ? fix(ofGroup.group(1), ofGroup.group(2)) : "Correct its name, or remove it.";
        return new PropertyProblem(name, "there is no such property" + where, fix);
    }

    private static String fix(String group, String property) {
        if (SETTINGS.contains(property)) {
            return "Use " + group + ".settings." + property + ".";
        }
        String ours = OTHER_WORDS.get(property);
        return ours == null ? "Correct its name, or remove it." : "Use " + group + "." + ours + ".";
    }
}
