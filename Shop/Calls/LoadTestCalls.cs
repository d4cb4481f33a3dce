using Shop.Database;

namespace Shop.Calls;

/// <summary>
/// Calls whose callers are the programs of a load test. Their ids begin alike, so they can be removed.
/// </summary>
public static class LoadTestCalls
{
    const string Prefix = "10adca11";

    /// <summary>A new id of such a call.</summary>
    public static Guid NewId() => Guid.Parse($"{Prefix}{Guid.CreateVersion7().ToString()[Prefix.Length..]}");

    internal static Sql Delete => Sql.Of(
        $"""
        delete from calls.calls
        where id between {Guid.Parse(Prefix + "-0000-0000-0000-000000000000")}
            and {Guid.Parse(Prefix + "-ffff-ffff-ffff-ffffffffffff")}
        """);
}
