using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Google.Protobuf.WellKnownTypes;

namespace Aspire.Hosting.Dashboard;

/// <summary>A snapshot in the words of the dashboard.</summary>
static class ResourceMessages
{
    public static Wire.Resource ToMessage(this ResourceEvent change, DateTime unlessCreated)
    {
        var snapshot = change.Snapshot;
        var message = new Wire.Resource
        {
            Name = change.ResourceId,
            Uid = change.ResourceId,
            DisplayName = change.Resource.Name,
            ResourceType = snapshot.ResourceType,
            State = snapshot.State?.Text ?? "",
            StateStyle = snapshot.State?.Style ?? "",
            CreatedAt = ToTimestamp(snapshot.CreationTimeStamp ?? unlessCreated),
            StartedAt = ToTimestamp(snapshot.StartTimeStamp),
            StoppedAt = ToTimestamp(snapshot.StopTimeStamp),
            IsHidden = snapshot.IsHidden,
            Environment = { snapshot.EnvironmentVariables.Select(variable => new Wire.EnvironmentVariable { Name = variable.Name, Value = variable.Value ?? "", IsFromSpec = variable.IsFromSpec }) },
            Volumes = { snapshot.Volumes.Select(volume => new Wire.Volume { Source = volume.Source ?? "", Target = volume.Target, MountType = volume.MountType, IsReadOnly = volume.IsReadOnly }) },
            Relationships = { snapshot.Relationships.Select(relationship => new Wire.ResourceRelationship { ResourceName = relationship.ResourceName, Type = relationship.Type }) },
            Urls = { snapshot.Urls.Select(ToMessage) },
            HealthReports = { snapshot.HealthReports.Select(ToMessage) },
            Commands = { snapshot.Commands.Select(ToMessage) },
            Properties = { Properties(change) },
        };
        if (snapshot.IconName is { } icon)
            message.IconName = icon;
        if (snapshot.IconVariant is { } variant)
            message.IconVariant = (Wire.IconVariant)variant;
        return message;
    }

    static Wire.Url ToMessage(UrlSnapshot url) => new()
    {
        EndpointName = url.Name ?? "",
        FullUrl = url.Url,
        IsInternal = url.IsInternal,
        IsInactive = url.IsInactive,
        DisplayProperties = new() { DisplayName = url.DisplayProperties.DisplayName, SortOrder = url.DisplayProperties.SortOrder },
    };

    static Wire.HealthReport ToMessage(HealthReportSnapshot report)
    {
        var message = new Wire.HealthReport { Key = report.Name, Description = report.Description ?? "", Exception = report.ExceptionText ?? "", LastRunAt = ToTimestamp(report.LastRunAt) };
        if (report.Status is { } status)
        {
            message.Status = status switch
            {
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy => Wire.HealthStatus.Healthy,
                Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Degraded => Wire.HealthStatus.Degraded,
                _ => Wire.HealthStatus.Unhealthy,
            };
        }
        return message;
    }

    static Wire.ResourceCommand ToMessage(ResourceCommandSnapshot command) => new()
    {
        Name = command.Name,
        DisplayName = command.DisplayName,
        DisplayDescription = command.DisplayDescription ?? "",
        ConfirmationMessage = command.ConfirmationMessage ?? "",
        IconName = command.IconName ?? "",
        IconVariant = (Wire.IconVariant)(command.IconVariant ?? IconVariant.Regular),
        IsHighlighted = command.IsHighlighted,
        State = (Wire.ResourceCommandState)command.State,
        ArgumentInputs = { command.Arguments.Select(ToMessage) },
    };

    public static Wire.InteractionInput ToMessage(InteractionInput input)
    {
        var message = new Wire.InteractionInput
        {
            Name = input.Name,
            Label = input.Label ?? input.Name,
            Description = input.Description ?? "",
            Placeholder = input.Placeholder ?? "",
            InputType = (Wire.InputType)(input.InputType + 1),
            Required = input.Required,
            Value = input.Value ?? "",
        };
        foreach (var (value, label) in input.Options ?? [])
            message.Options.Add(value, label);
        return message;
    }

    // The details page reads the facts every resource has from properties too; how the others are called and ordered
    // it knows from their names, as long as none of them says it itself.
    static IEnumerable<Wire.ResourceProperty> Properties(ResourceEvent change)
    {
        var snapshot = change.Snapshot;
        return new ResourcePropertySnapshot[]
        {
            new("resource.uid", change.ResourceId),
            new("resource.name", change.ResourceId),
            new("resource.type", snapshot.ResourceType),
            new("resource.displayName", change.Resource.Name),
            new("resource.state", snapshot.State?.Text),
            new("resource.exitCode", snapshot.ExitCode?.ToString(CultureInfo.InvariantCulture)),
            new("resource.createTime", snapshot.CreationTimeStamp?.ToString("O", CultureInfo.InvariantCulture)),
            new("resource.startTime", snapshot.StartTimeStamp?.ToString("O", CultureInfo.InvariantCulture)),
            new("resource.stopTime", snapshot.StopTimeStamp?.ToString("O", CultureInfo.InvariantCulture)),
            new("resource.healthState", snapshot.HealthStatus?.ToString()),
        }.Concat(snapshot.Properties).Select(property => new Wire.ResourceProperty { Name = property.Name, Value = ToValue(property.Value), IsSensitive = property.IsSensitive });
    }

    static Value ToValue(object? value) => value switch
    {
        null => Value.ForNull(),
        int number => Value.ForNumber(number),
        IEnumerable<string> texts => Value.ForList([.. texts.Select(Value.ForString)]),
        IEnumerable<int> numbers => Value.ForList([.. numbers.Select(number => Value.ForNumber(number))]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    static Timestamp? ToTimestamp(DateTime? at) => at is { } time ? Timestamp.FromDateTime(time.ToUniversalTime()) : null;
}
