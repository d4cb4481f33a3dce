using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Nerdbank.MessagePack;
using Shop.Load.Statistics;

namespace Shop.Load.Locust;

/// <summary>
/// The messages of a worker, as Locust's own workers write them. A master drops a report that lacks a field, so all
/// fields are always there.
/// </summary>
static class WorkerMessage
{
    /// <summary>The version -1 says that this worker is not a Locust of some version; masters accept it.</summary>
    const int NoVersion = -1;

    delegate void Data(ref MessagePackWriter writer);

    public static byte[] Ready(string node) =>
        Message("client_ready", node, static (ref writer) => writer.Write(NoVersion));

    public static byte[] Nothing(string type, string node) =>
        Message(type, node, static (ref writer) => writer.WriteNil());

    public static byte[] Heartbeat(string node, string state, double cpu, long memory) =>
        Message("heartbeat", node, (ref writer) =>
        {
            writer.WriteMapHeader(3);
            writer.Write("state");
            writer.Write(state);
            writer.Write("current_cpu_usage");
            writer.Write(cpu);
            writer.Write("current_memory_usage");
            writer.Write(memory);
        });

    public static byte[] SpawningComplete(string node, IReadOnlyDictionary<string, int> users) =>
        Message("spawning_complete", node, (ref writer) =>
        {
            writer.WriteMapHeader(2);
            Write(ref writer, users);
        });

    public static byte[] Exception(string node, Exception e) => Message("exception", node, (ref writer) =>
    {
        writer.WriteMapHeader(2);
        writer.Write("msg");
        writer.Write(e.Message);
        writer.Write("traceback");
        writer.Write(e.ToString());
    });

    /// <summary>
    /// A message of our own: load/locustfile.py keeps it for whoever leads the run. Without that file, the master only
    /// logs that it does not know it.
    /// </summary>
    public static byte[] Recorded(string node, Recording recording) =>
        Message("shop_recording", node, (ref writer) => writer.Write(recording.ToJson()));

    /// <summary>What is new since the last report; it is then forgotten.</summary>
    public static byte[] Report(string node, Recorder recorder, IReadOnlyDictionary<string, int> users)
    {
        var entries = new ArrayBufferWriter<byte>();
        var count = 0;
        var total = new EndpointStatistics(null, "Aggregated");
        var failures = recorder.Take(endpoint =>
        {
            count++;
            total.Add(endpoint);
            var writer = new MessagePackWriter(entries);
            Write(ref writer, endpoint);
            writer.Flush();
        });
        return Message("stats", node, (ref writer) =>
        {
            writer.WriteMapHeader(5);
            writer.Write("stats");
            writer.WriteArrayHeader(count);
            writer.WriteRaw(entries.WrittenSpan);
            writer.Write("stats_total");
            Write(ref writer, total);
            writer.Write("errors");
            writer.WriteMapHeader(failures.Count);
            foreach (var failure in failures)
                Write(ref writer, failure);
            Write(ref writer, users);
        });
    }

    static byte[] Message(string type, string node, Data data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(3);
        writer.Write(type);
        data(ref writer);
        writer.Write(node);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    static void Write(ref MessagePackWriter writer, IReadOnlyDictionary<string, int> users)
    {
        writer.Write("user_classes_count");
        writer.WriteMapHeader(users.Count);
        foreach (var (name, count) in users)
        {
            writer.Write(name);
            writer.Write(count);
        }
        writer.Write("user_count");
        writer.Write(users.Values.Sum());
    }

    static void Write(ref MessagePackWriter writer, in RequestFailure failure)
    {
        // Any stable key: the master adds up the failures of a key.
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{failure.Method}\n{failure.Name}\n{failure.Error}"));
        writer.Write(Convert.ToHexStringLower(key));
        writer.WriteMapHeader(4);
        writer.Write("name");
        writer.Write(failure.Name);
        writer.Write("method");
        writer.Write(failure.Method);
        writer.Write("error");
        writer.Write(failure.Error);
        writer.Write("occurrences");
        writer.Write(failure.Occurrences);
    }

    static void Write(ref MessagePackWriter writer, EndpointStatistics endpoint)
    {
        writer.WriteMapHeader(14);
        writer.Write("name");
        writer.Write(endpoint.Name);
        writer.Write("method");
        writer.Write(endpoint.Method);
        writer.Write("last_request_timestamp");
        Write(ref writer, endpoint.LastAt is { } last ? Seconds(last) : null);
        writer.Write("start_time");
        writer.Write(Seconds(endpoint.StartedAt));
        writer.Write("num_requests");
        writer.Write(endpoint.Requests);
        writer.Write("num_none_requests");
        writer.Write(0);
        writer.Write("num_failures");
        writer.Write(endpoint.Failures);
        writer.Write("total_response_time");
        writer.Write(endpoint.TotalMilliseconds);
        writer.Write("max_response_time");
        writer.Write(endpoint.MaxMilliseconds);
        writer.Write("min_response_time");
        Write(ref writer, endpoint.MinMilliseconds);
        writer.Write("total_content_length");
        writer.Write(endpoint.Bytes);
        writer.Write("response_times");
        writer.WriteMapHeader(endpoint.Times.All.Count());
        foreach (var (milliseconds, count) in endpoint.Times.All)
        {
            writer.Write(milliseconds);
            writer.Write(count);
        }
        writer.Write("num_reqs_per_sec");
        Write(ref writer, endpoint.RequestsPerSecond);
        writer.Write("num_fail_per_sec");
        Write(ref writer, endpoint.FailuresPerSecond);
    }

    static void Write(ref MessagePackWriter writer, SecondCounts counts)
    {
        writer.WriteMapHeader(counts.All.Count);
        foreach (var (second, count) in counts.All)
        {
            writer.Write(second);
            writer.Write(count);
        }
    }

    static void Write(ref MessagePackWriter writer, double? value)
    {
        if (value is { } number)
            writer.Write(number);
        else
            writer.WriteNil();
    }

    static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;
}
