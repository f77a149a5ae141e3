package io.gptload.gateway.proxy;

/** What all requests share. */
record ProxyServices(
        ProxyGroups groups,
        GroupInfo info,
        ModelLists models,
        RequestLog log,
        ClientConnectionValve connections,
        ClientWatch watch) {}
