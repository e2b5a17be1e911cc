package dev.apitoken.testkit.controlplane;

/** A process of the control plane ended or did not become ready; the message shows the end of its log. */
public final class ComponentFailed extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final boolean portTaken;

    ComponentFailed(String problem, Component component) {
        this(problem, component.name(), component.lastLines());
    }

    private ComponentFailed(String problem, String component, String lastLines) {
        super("%s %s. The last lines of its log:%n%s".formatted(component, problem, lastLines));
        this.portTaken = lastLines.contains("address already in use");
    }

    boolean portTaken() {
        return portTaken;
    }
}
