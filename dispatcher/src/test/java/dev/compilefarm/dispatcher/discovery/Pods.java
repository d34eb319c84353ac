package dev.compilefarm.dispatcher.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Pods as the API tells of them. */
final class Pods {
  static final String UID = "0b5c";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Pods() {}

  /** A pod called v1 of which the kubelet has not told anything. */
  static Builder scheduled() {
    return new Builder()
        .metadata("{'name': 'v1', 'uid': '0b5c'}")
        .made()
        .slots("'4'")
        .phase("Pending");
  }

  /** The same when its container runs. */
  static Builder running(String ready) {
    return scheduled().phase("Running").address("10.0.0.7").ready(ready);
  }

  /** JSON with apostrophes for quotation marks. */
  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Mutable. */
  static final class Builder {
    private final ObjectNode pod = JSON.createObjectNode();

    private Builder() {
      pod.putObject("spec").put("nodeName", "node-1");
      pod.putObject("status");
    }

    Builder metadata(String json) {
      pod.set("metadata", json(json));
      return this;
    }

    /** By the volunteers' Deployment of the farm main. */
    Builder made() {
      return ownedBy("{'kind': 'ReplicaSet', 'name': 'main-volunteers-6c8f', 'controller': true}");
    }

    Builder ownedBy(String... json) {
      ObjectNode metadata = (ObjectNode) pod.get("metadata");
      metadata.set("labels", json("{'compilefarm.dev/farm': 'main', 'pod-template-hash': '6c8f'}"));
      metadata.set("ownerReferences", json("[" + String.join(", ", json) + "]"));
      return this;
    }

    Builder named(String name, String uid) {
      ((ObjectNode) pod.get("metadata")).put("name", name).put("uid", uid);
      return this;
    }

    Builder slots(String json) {
      return annotation(VolunteerPod.SLOTS, json);
    }

    Builder annotation(String name, String json) {
      ((ObjectNode) pod.get("metadata")).withObjectProperty("annotations").set(name, json(json));
      return this;
    }

    Builder deleted() {
      ((ObjectNode) pod.get("metadata")).put("deletionTimestamp", "2026-01-01T00:00:00Z");
      return this;
    }

    Builder status(String field, String json) {
      ((ObjectNode) pod.get("status")).set(field, json(json));
      return this;
    }

    Builder phase(String phase) {
      return status("phase", "'" + phase + "'");
    }

    Builder ready(String status) {
      return status(
          "conditions",
          "[{'type': 'Initialized', 'status': 'True'}, {'type': 'Ready', 'status': '%s'}]"
              .formatted(status));
    }

    /** The first is the primary one. */
    Builder address(String... addresses) {
      ArrayNode list =
          ((ObjectNode) pod.get("status")).put("podIP", addresses[0]).putArray("podIPs");
      for (String address : addresses) {
        list.addObject().put("ip", address);
      }
      return this;
    }

    JsonNode tree() {
      return pod;
    }

    VolunteerPod read() {
      return VolunteerPod.read(pod);
    }
  }
}
