using Microsoft.Extensions.Configuration;

namespace AppHost.Servers;

static class ServersExtensions
{
    /// <summary>
    /// Containers if a container engine answers, local processes otherwise. Configuration: <c>servers</c> (containers
    /// or local) forces one of them, <c>data</c> is the data directory or `temporary`, <c>ports:name</c> sets a port.
    /// A deployment uses managed services, or with <c>containers-in-cloud=true</c>, for a trial, containers.
    /// </summary>
    public static IServers AddServers(this IDistributedApplicationBuilder builder)
    {
        var ports = new FixedPorts(builder.Configuration);
        if (builder.ExecutionContext.IsPublishMode)
        {
            return builder.Configuration.GetValue<bool>("containers-in-cloud")
                ? new ContainerServers(builder, ports, data: null, volumes: "shop")
                : new ManagedServers(builder, new(builder, ports, data: null));
        }

        var problems = new List<string>();
        var containers = UseContainers(builder.Configuration, out var why, problems);
        var programs = containers || problems.Count > 0
            ? null
            : ServerPrograms.Find(builder.AppHostDirectory, problems);
        problems.AddRange(ports.Problems());
        var data = problems.Count > 0 ? null : DataDirectory.Open(builder, containers, problems);
        if (data is null)
            throw Refuse(builder, problems);

        var kind = containers ? "containers" : "local processes";
        Console.WriteLine($"Servers: {kind} ({why}), data in {data.Describe(containers)}.");
        return containers
            ? new ContainerServers(builder, ports, data)
            : new LocalServers(builder, ports, data, programs!);
    }

    static bool UseContainers(ConfigurationManager configuration, out string why, List<string> problems)
    {
        var asked = configuration["servers"];
        var engine = configuration["ASPIRE_CONTAINER_RUNTIME"]
            ?? configuration["DOTNET_ASPIRE_CONTAINER_RUNTIME"]
            ?? "docker";
        why = $"asked for with servers={asked}";
        if (asked is not (null or "containers" or "local"))
            problems.Add($"servers={asked} is neither `containers` nor `local`.");
        if (asked is "local")
        {
            if (!OperatingSystem.IsLinux())
                problems.Add("Local servers run on Linux only: start Docker, and leave out servers=local.");
            return false;
        }
        if (ContainerEngine.Answers(engine))
        {
            why = asked is null ? $"{engine} answers" : why;
            return true;
        }
        if (asked is "containers")
            problems.Add($"No container engine answers: start {engine}, or leave out servers=containers.");
        else if (!OperatingSystem.IsLinux())
            problems.Add($"No container engine answers, and local servers run on Linux only: start {engine}.");
        else
            why = "no container engine answers";
        return asked is "containers";
    }

    /// <summary>Prints the problems and ends the process. In a test, the exception reports them instead.</summary>
    static DistributedApplicationException Refuse(IDistributedApplicationBuilder builder, List<string> problems)
    {
        if (!builder.IsTest())
        {
            foreach (var problem in problems)
                Console.Error.WriteLine(problem);
            Environment.Exit(1);
        }
        return new DistributedApplicationException(string.Join(Environment.NewLine, problems));
    }
}
