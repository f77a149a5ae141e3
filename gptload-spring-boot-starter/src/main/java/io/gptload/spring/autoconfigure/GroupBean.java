package io.gptload.spring.autoconfigure;

import io.gptload.client.GptLoad;
import io.gptload.client.Group;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectProvider;

/** A group as a bean; looked up when somebody wants it. */
final class GroupBean implements FactoryBean<Group> {

    private final String name;
    private final ObjectProvider<GptLoad> engine;

    GroupBean(String name, ObjectProvider<GptLoad> engine) {
        this.name = name;
        this.engine = engine;
    }

    @Override
    public Group getObject() {
        return engine.getObject().group(name);
    }

    @Override
    public Class<?> getObjectType() {
        return Group.class;
    }
}
