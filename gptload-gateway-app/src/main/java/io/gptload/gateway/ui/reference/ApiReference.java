package io.gptload.gateway.ui.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * A description of an API as a page shows it.
 *
 * @param sections the operations by subject
 * @param schemas the shapes the operations name
 */
record ApiReference(List<Section> sections, List<Schema> schemas) {

    /** Operations of one subject. */
    record Section(String name, List<Operation> operations) {}

    /** One operation. @param body the shape of the request's body as text; empty for none */
    record Operation(
            String method,
            String path,
            String summary,
            String description,
            List<Parameter> parameters,
            String body,
            List<Response> responses) {}

    /** One parameter. @param in {@code path} or {@code query} */
    record Parameter(String name, String in, boolean required, String shape, String description) {}

    /** One answer. @param shape of its body as text; empty for none */
    record Response(String status, String description, String shape) {}

    /** A shape that has a name. */
    record Schema(String name, String shape) {}

    static ApiReference of(Map<String, Object> document) {
        return new Reader(document).read();
    }

    private static final class Reader {

        private static final String REFERENCE = "$ref";

        private final Map<String, Object> document;
        private final Yaml yaml;

        Reader(Map<String, Object> document) {
            this.document = document;
            DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
            options.setWidth(100);
            this.yaml = new Yaml(options);
        }

        ApiReference read() {
            Map<String, List<Operation>> byTag = new LinkedHashMap<>();
            list(document.get("tags")).forEach(tag -> byTag.put(text(map(tag), "name"), new ArrayList<>()));
            map(document.get("paths"))
                    .forEach((path, operations) -> map(operations).forEach((method, operation) -> {
                        String tag =
                                String.valueOf(list(map(operation).get("tags")).get(0));
                        byTag.computeIfAbsent(tag, name -> new ArrayList<>())
                                .add(operation(path, method, map(operation)));
                    }));
            List<Schema> schemas = new ArrayList<>();
            map(map(document.get("components")).get("schemas"))
                    .forEach((name, schema) -> schemas.add(new Schema(name, shape(schema))));
            return new ApiReference(
                    byTag.entrySet().stream()
                            .map(tag -> new Section(tag.getKey(), tag.getValue()))
                            .toList(),
                    schemas);
        }

        private Operation operation(String path, String method, Map<String, Object> operation) {
            List<Response> responses = new ArrayList<>();
            map(operation.get("responses")).forEach((status, response) -> {
                Map<String, Object> resolved = resolved(response);
                responses.add(new Response(status, text(resolved, "description"), content(resolved)));
            });
            return new Operation(
                    method.toUpperCase(Locale.ROOT),
                    path,
                    text(operation, "summary"),
                    text(operation, "description"),
                    list(operation.get("parameters")).stream()
                            .map(this::parameter)
                            .toList(),
                    content(map(operation.get("requestBody"))),
                    responses);
        }

        private Parameter parameter(Object parameter) {
            Map<String, Object> resolved = resolved(parameter);
            return new Parameter(
                    text(resolved, "name"),
                    text(resolved, "in"),
                    Boolean.TRUE.equals(resolved.get("required")),
                    shape(resolved.get("schema")),
                    text(resolved, "description"));
        }

        /** The shapes of a body, one for each type it may have. */
        private String content(Map<String, Object> of) {
            StringBuilder text = new StringBuilder();
            map(of.get("content"))
                    .forEach((type, content) -> text.append(text.isEmpty() ? "" : "\n")
                            .append("# ")
                            .append(type)
                            .append('\n')
                            .append(shape(map(content).get("schema"))));
            return text.toString();
        }

        private String shape(Object schema) {
            return yaml.dump(schema).replace("'#/components/schemas/", "'").strip();
        }

        private Map<String, Object> resolved(Object node) {
            Map<String, Object> map = map(node);
            if (!map.containsKey(REFERENCE)) {
                return map;
            }
            Map<String, Object> found = document;
            for (String part : text(map, REFERENCE).substring(2).split("/")) {
                found = map(found.get(part));
            }
            return found;
        }

        private static String text(Map<String, Object> map, String name) {
            return map.get(name) instanceof String text ? text : "";
        }

        @SuppressWarnings("unchecked")
        private static Map<String, Object> map(@Nullable Object value) {
            return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        }

        @SuppressWarnings("unchecked")
        private static List<Object> list(@Nullable Object value) {
            return value instanceof List<?> list ? (List<Object>) list : List.of();
        }
    }
}
