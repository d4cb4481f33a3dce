namespace Shop.Database;

public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary>
    /// Whether the worker applies the migrations before it begins its work, as in a deployment. Elsewhere the command
    /// <c>migrate</c> does it.
    /// </summary>
    public bool MigrateAtStart { get; set; }

    /// <summary>Whether the catalog begins with sample goods, for development and tests.</summary>
    public bool SampleGoods { get; set; }
}
