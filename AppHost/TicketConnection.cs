namespace AppHost;

/// <summary>The connection of ticket imports: it may write the warehouse, and reads nothing of the shop.</summary>
static class TicketConnection
{
    const string Setting = "ConnectionStrings__tickets";

    /// <summary>
    /// A deployment has a login role of its own, a member of etl_writer (docs/tickets.md). If it is empty, the shop's
    /// connection is used. While developing, that connection takes the role, so that every run tries its rights.
    /// </summary>
    public static ReferenceExpression AddTicketConnection(
        this IDistributedApplicationBuilder builder, IResourceBuilder<IResourceWithConnectionString> shopdb) =>
        builder.ExecutionContext.IsRunMode
            ? ReferenceExpression.Create(
                $"{shopdb.Resource.ConnectionStringExpression};Options=-c role=etl_writer")
            : ReferenceExpression.Create($"{builder.Parameter("tickets-connection")}");

    public static IResourceBuilder<ProjectResource> WithTicketConnection(
        this IResourceBuilder<ProjectResource> project, ReferenceExpression connection) =>
        project.WithEnvironment(Setting, connection);
}
