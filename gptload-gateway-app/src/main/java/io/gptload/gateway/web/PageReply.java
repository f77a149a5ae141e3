package io.gptload.gateway.web;

import java.util.List;

/** A page of a list. */
public record PageReply(List<?> items, Pagination pagination) {

    /** The place of a page in the whole; no pages when there are no items. */
    public record Pagination(int page, int pageSize, long totalItems, long totalPages) {}
}
