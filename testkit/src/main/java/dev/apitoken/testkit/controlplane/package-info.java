/**
 * A Kubernetes control plane as child processes on loopback: etcd, API server, controller manager; no nodes, no
 * containers. {@link LocalControlPlane} runs it, {@link ControlPlaneBinaries} finds or builds the programs.
 * Knows nothing of JUnit; start at {@link LocalControlPlane#start(ControlPlaneOptions)}.
 */
@NullMarked
package dev.apitoken.testkit.controlplane;

import org.jspecify.annotations.NullMarked;
