package io.gptload.gateway.proxy;

/** What all requests share. */
record ProxyServices(ProxyGroups groups, GroupInfo info, ModelLists models, RequestLog log, ClientWatch watch) {}
