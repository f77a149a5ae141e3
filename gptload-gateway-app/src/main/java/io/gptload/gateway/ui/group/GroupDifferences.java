package io.gptload.gateway.ui.group;

import io.gptload.gateway.ui.UiTexts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where what somebody typed differs from what somebody else stored meanwhile.
 *
 * @param stored what is stored, in words, by the field it is shown at
 * @param others the names of what is too large to be shown at a field
 */
record GroupDifferences(Map<String, String> stored, List<String> others) {

    static final GroupDifferences NONE = new GroupDifferences(Map.of(), List.of());

    private static final List<String> SHOWN =
            List.of("name", "display_name", "description", "test_model", "sort", "validation_endpoint");

    private static final Map<String, String> NAMES = names();

    private static Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("channel_type", "groups.channel");
        names.put("upstreams", "groups.upstreams");
        names.put("proxy_keys", "form.proxy_keys");
        names.put("config", "form.overrides");
        names.put("gptload", "form.advanced");
        names.put("header_rules", "form.headers");
        names.put("model_redirect_rules", "form.redirects");
        names.put("model_redirect_strict", "form.redirect_strict");
        names.put("param_overrides", "form.param_overrides");
        return names;
    }

    static GroupDifferences between(GroupForm typed, GroupForm theirs, UiTexts texts) {
        Map<String, String> stored = new HashMap<>();
        for (String field : SHOWN) {
            if (!theirs.get(field).equals(typed.get(field))) {
                stored.put(field, texts.get("groups.theirs", theirs.get(field)));
            }
        }
        ObjectNode mine = typed.json();
        ObjectNode other = theirs.json();
        return new GroupDifferences(
                stored,
                NAMES.entrySet().stream()
                        .filter(field -> !mine.path(field.getKey()).equals(other.path(field.getKey())))
                        .map(field -> texts.get(field.getValue()))
                        .toList());
    }
}
