namespace Shop.Load.Reports;

/// <summary>The part of the report with what the shop itself measured.</summary>
static partial class Page
{
    static Html InsideOf(Inside? inside) => inside is null ? Html.Of($"") : Html.Of(
        $"""
        {Table(
            "Where the time went",
            ["route", "host", "requests", "mean ms", "p95", "SQL ms", "statements", "share"],
            inside.Routes.Select(route => new Row(
            [
                route.Route, route.Source, Text($"{route.Requests}"), Ms(route.Mean), Ms(route.P95), Ms(route.Sql),
                Text($"{route.Statements:0.0}"), Text($"{route.Share:0 %}")
            ])))}
        {Table(
            "Busiest statements",
            ["statement", "waits for", "connections"],
            inside.Statements.Select(statement => new Row(
                [statement.Statement, statement.Wait, Text($"{statement.Connections:0.00}")])))}
        {Table(
            "Longest queues",
            ["queue", "messages at most", "at the end"],
            inside.Queues.Select(queue => new Row([queue.Queue, Text($"{queue.Most}"), Text($"{queue.Last}")])))}
        {Table(
            "Consumers of messages",
            ["consumer", "messages", "failed attempts", "mean ms", "share"],
            inside.Consumers.Select(consumer => new Row(
            [
                consumer.Consumer, Text($"{consumer.Messages}"), Text($"{consumer.Failed}"), Ms(consumer.Mean),
                Text($"{consumer.Share:0 %}")
            ])))}
        {Table(
            "Memory",
            ["host", "MB after warm-up", "MB at the end", "MB at most", "growth"],
            inside.Hosts.Select(host => new Row(
            [
                host.Host, Text($"{host.Warm:0}"), Text($"{host.Last:0}"), Text($"{host.Most:0}"),
                Text($"{host.Growth:+0.0 %;-0.0 %}")
            ])))}
        {Table(
            "Tables that have more rows than before",
            ["table", "rows"],
            inside.Tables.Select(table => new Row([table.Table, Text($"{table.Rows}")])))}
        """);
}
