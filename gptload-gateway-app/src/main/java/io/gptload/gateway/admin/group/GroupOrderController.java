package io.gptload.gateway.admin.group;

import io.gptload.gateway.web.ApiException;
import io.gptload.gateway.web.ApiReply;
import io.gptload.gateway.web.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Puts the groups into another order. */
@RestController
class GroupOrderController {

    private final Groups groups;
    private final Messages messages;

    GroupOrderController(Groups groups, Messages messages) {
        this.groups = groups;
        this.messages = messages;
    }

    record Order(@Nullable List<@Nullable Item> items) {}

    record Item(@Nullable Long id, @Nullable Integer sort) {}

    @PutMapping("/api/groups/reorder")
    ApiReply reorder(@RequestBody Order order) {
        Map<Long, Integer> sorts = checked(order.items());
        try {
            groups.order(sorts);
        } catch (IllegalArgumentException e) {
            throw ApiException.validation("validation.reorder_group_not_found");
        }
        return ApiReply.of(messages.get("success.groups_reordered"));
    }

    private static Map<Long, Integer> checked(@Nullable List<@Nullable Item> items) {
        if (items == null || items.isEmpty()) {
            throw ApiException.validation("validation.reorder_items_required");
        }
        Map<Long, Integer> sorts = new LinkedHashMap<>();
        for (Item item : items) {
            long id = item == null || item.id() == null ? 0 : item.id();
            int sort = item == null || item.sort() == null ? 0 : item.sort();
            if (id <= 0) {
                throw ApiException.validation("validation.reorder_group_id");
            }
            if (sort < 0) {
                throw ApiException.validation("validation.reorder_sort_negative");
            }
            if (sorts.put(id, sort) != null) {
                throw ApiException.validation("validation.reorder_duplicate_group", id);
            }
        }
        return sorts;
    }
}
