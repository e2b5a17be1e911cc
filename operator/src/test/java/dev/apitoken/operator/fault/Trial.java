package dev.apitoken.operator.fault;

import dev.apitoken.crds.AccessPolicy;
import dev.apitoken.crds.ApiAccount;
import dev.apitoken.crds.ApiToken;
import dev.apitoken.crds.TokenIssuer;
import dev.apitoken.operator.Tenant;
import dev.apitoken.testkit.fault.Call;
import dev.apitoken.testkit.fault.Fault;
import dev.apitoken.testkit.fault.Fault.Moment;
import dev.apitoken.testkit.fault.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of a workload in a namespace of its own, with at most one kill. */
final class Trial {
    /** @param moment when around that write the operator dies */
    record Kill(WriteName write, Moment moment) {
        @Override
        public String toString() {
            return moment + " of " + write;
        }
    }

    private final Workload workload;
    private final Tenant tenant;
    private final Optional<Kill> kill;
    private final WriteName.Counter names;
    private final List<WriteName> writes = new ArrayList<>();
    private boolean armed;
    private boolean dead;

    Trial(Workload workload, Tenant tenant, Optional<Kill> kill) {
        this.workload = workload;
        this.tenant = tenant;
        this.kill = kill;
        this.names = new WriteName.Counter(tenant.namespace());
    }

    Workload workload() {
        return workload;
    }

    Tenant tenant() {
        return tenant;
    }

    Optional<Kill> kill() {
        return kill;
    }

    /** Also what is written about this namespace elsewhere: the keys of its issuer. */
    boolean concerns(Call call) {
        return call.namespace().equals(tenant.namespace()) || call.name().contains(tenant.namespace());
    }

    /** From now on writes count. */
    synchronized void arm() {
        armed = true;
    }

    synchronized boolean isDead() {
        return dead;
    }

    /** Takes away what the operator acts on, so that later tests in the same cluster are not about it too. */
    void leave() {
        leave(tenant);
    }

    static void leave(Tenant tenant) {
        var client = tenant.client();
        client.resources(AccessPolicy.class).inNamespace(tenant.namespace()).delete();
        client.resources(ApiToken.class).inNamespace(tenant.namespace()).delete();
        client.resources(ApiAccount.class).inNamespace(tenant.namespace()).delete();
        client.resources(TokenIssuer.class).inNamespace(tenant.namespace()).delete();
        client.secrets().inNamespace(tenant.namespace()).delete();
    }

    /** What was written since it was armed. */
    synchronized List<WriteName> writes() {
        return List.copyOf(writes);
    }

    /**
     * From the moment of the kill on nothing more of this operator reaches this namespace: for whoever lives there it is
     * dead, though it goes on for others until their moment has come.
     */
    synchronized Fault at(Call call) {
        if (call.verb() == Verb.watch || !call.isWrite() || !armed) {
            return Fault.NONE;
        }
        if (dead) {
            return new Fault.Cut(Moment.BEFORE);
        }
        var write = names.next(call);
        writes.add(write);
        dead = kill.filter(planned -> planned.write().equals(write)).isPresent();
        return dead ? new Fault.Cut(kill.orElseThrow().moment()) : Fault.NONE;
    }

    @Override
    public String toString() {
        return workload.name() + ", " + kill.map(planned -> "killed " + planned).orElse("clean") + " ("
                + tenant.namespace() + ")";
    }
}
