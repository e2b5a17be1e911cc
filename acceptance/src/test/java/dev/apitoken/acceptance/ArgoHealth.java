package dev.apitoken.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/** The health script that we ship, run as Argo CD runs it: the resource is the global {@code obj}, the answer a table. */
record ArgoHealth(String script) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ArgoHealth shipped() throws IOException {
        return new ArgoHealth(Files.readString(file()));
    }

    static Path file() {
        return Repository.find().example("04-argocd").resolve("argocd/health.lua");
    }

    String of(HasMetadata resource) {
        return of(JSON.<JsonNode>valueToTree(resource));
    }

    String of(JsonNode resource) {
        var globals = JsePlatform.standardGlobals();
        globals.set("obj", lua(resource));
        LuaValue health = globals.load(script, "health.lua").call();
        return health.get("status").checkjstring();
    }

    private static LuaValue lua(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                var table = new LuaTable();
                node.properties().forEach(member -> table.set(member.getKey(), lua(member.getValue())));
                yield table;
            }
            case ARRAY -> {
                var table = new LuaTable();
                for (int i = 0; i < node.size(); i++) {
                    table.set(i + 1, lua(node.get(i)));
                }
                yield table;
            }
            case NUMBER -> LuaValue.valueOf(node.asDouble());
            case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
            case STRING -> LuaValue.valueOf(node.asText());
            default -> LuaValue.NIL;
        };
    }
}
