using System.Buffers;
using System.Text.Json;

namespace Shop.Pilot.Errors.Sentry;

/// <summary>Writes an incident as an envelope, for a host that has no database.</summary>
public static class SentEvent
{
    public static byte[] Write(Incident incident)
    {
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body);
        Line(json, body, () =>
        {
            json.WriteString("event_id", incident.Id.ToString("N"));
        });
        Line(json, body, () => json.WriteString("type", "event"));
        Line(json, body, () => Write(json, incident));
        return body.WrittenSpan.ToArray();
    }

    static void Line(Utf8JsonWriter json, ArrayBufferWriter<byte> body, Action write)
    {
        json.WriteStartObject();
        write();
        json.WriteEndObject();
        json.Flush();
        json.Reset();
        body.Write("\n"u8);
    }

    static void Write(Utf8JsonWriter json, Incident incident)
    {
        json.WriteString("timestamp", incident.At);
        json.WriteString("level", incident.Level);
        json.WriteString("platform", incident.Platform);
        json.WriteString("transaction", incident.Transaction);
        json.WriteString("release", incident.Release);
        json.WriteString("environment", incident.Environment);
        json.WriteString("server_name", incident.ServerName);
        json.WriteStartObject("sdk");
        json.WriteString("name", SentryEvent.HostSdk);
        json.WriteEndObject();
        json.WriteStartObject("tags");
        foreach (var (name, value) in incident.Tags)
            json.WriteString(name, value);
        json.WriteEndObject();
        if (incident.TraceId is { } trace)
        {
            json.WriteStartObject("contexts");
            json.WriteStartObject("trace");
            json.WriteString("trace_id", trace);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteStartArray("exception");
        foreach (var (index, exception) in incident.Exceptions.Index().Reverse())
            Write(json, index, exception);
        json.WriteEndArray();
    }

    static void Write(Utf8JsonWriter json, int index, ExceptionInfo exception)
    {
        json.WriteStartObject();
        json.WriteString("type", exception.Type);
        json.WriteString("value", exception.Value);
        json.WriteStartObject("mechanism");
        json.WriteNumber("exception_id", index);
        if (exception.Parent is { } parent)
            json.WriteNumber("parent_id", parent);
        json.WriteEndObject();
        json.WriteStartObject("stacktrace");
        json.WriteStartArray("frames");
        foreach (var frame in exception.Frames.Reverse())
        {
            json.WriteStartObject();
            json.WriteString("function", frame.Function);
            json.WriteString("module", frame.Module);
            json.WriteString("filename", frame.File);
            if (frame.Line is { } line)
                json.WriteNumber("lineno", line);
            json.WriteBoolean("in_app", frame.InApp);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
