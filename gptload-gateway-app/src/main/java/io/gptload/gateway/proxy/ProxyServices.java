package io.gptload.gateway.proxy;

import io.gptload.gateway.clientkey.ClientRegistry;

/** What all requests share. */
record ProxyServices(
        ProxyGroups groups,
        GroupInfo info,
        ClientRegistry clients,
        ModelLists models,
        RequestLog log,
        ClientConnectionValve connections,
        ClientWatch watch) {}
