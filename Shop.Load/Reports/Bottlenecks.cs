using System.Globalization;

namespace Shop.Load.Reports;

/// <summary>Says in words where the time of a run went inside the shop.</summary>
static class Bottlenecks
{
    // A connection that is busy for a shorter part of the time holds nobody up.
    const double Noteworthy = 0.05;

    public static IEnumerable<string> Of(Inside inside)
    {
        foreach (var route in inside.Routes.GroupBy(route => route.Source).Select(source => source.First()))
        {
            var sql = Text($"{route.Sql:0.0} ms of it in {route.Statements:0.#} SQL statements");
            var each = Text($"{route.Share:0 %}, {route.Mean:0.0} ms each, {sql}");
            yield return $"Most time of the {route.Source}: {route.Route}, {each}.";
        }
        if (inside.Statements.Count > 0 && inside.Statements[0] is { Connections: >= Noteworthy } busiest)
        {
            var wait = busiest.Wait.Length == 0 ? "running" : $"waiting for {busiest.Wait}";
            var connections = Text($"{busiest.Connections:0.00} connections at a time");
            yield return $"Busiest statement: {connections} were {wait} in \"{busiest.Statement}\".";
        }
        if (inside.LongestOutbox > 0)
        {
            var age = Text($"the oldest for {inside.OldestOutbox:0.0} s");
            yield return Text($"At most {inside.LongestOutbox} messages waited in the outbox, {age}.");
        }
        if (inside.Queues.Count > 0 && inside.Queues[0] is var longest)
            yield return Text(
                $"Longest queue: {longest.Queue}, at most {longest.Most} messages, {longest.Last} at the end.");
        if (inside.Consumers.Count > 0 && inside.Consumers[0] is var busy)
        {
            var failed = busy.Failed == 0 ? "" : Text($", {busy.Failed} of them failed at an attempt");
            var each = Text($"{busy.Share:0 %}, {busy.Mean:0.0} ms each, {busy.Messages} messages{failed}");
            yield return $"Most time of the consumers: {busy.Consumer}, {each}.";
        }
        if (inside.Hosts.MaxBy(host => host.Growth) is { } host)
            yield return Text(
                $"Most grown: {host.Host}, from {host.Warm:0} to {host.Last:0} MB, {host.Growth:+0.0 %;-0.0 %}.");
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
