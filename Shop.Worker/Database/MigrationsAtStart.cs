using Shop.Database;

namespace Shop.Worker.Database;

/// <summary>
/// Applies the migrations before the worker begins to work, because an app of Azure Container Apps has no step before
/// its first replica. A lock lets other replicas wait. Until it has ended, no host of this version is ready, and those
/// of the version before keep serving.
/// </summary>
sealed partial class MigrationsAtStart(Migrator migrator, ILogger<MigrationsAtStart> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migrator.RunAsync(cancellationToken);
        }
        catch (ShopException e)
        {
            LogFailed(e.Message);
            throw;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
    partial void LogFailed(string reason);
}

static class MigrationsAtStartServices
{
    public static void AddMigrationsAtStart(this IHostApplicationBuilder builder)
    {
        var settings = builder.Configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new();
        if (!settings.MigrateAtStart)
            return;
        builder.Services.AddSingleton<Migrator>();
        builder.Services.AddHostedService<MigrationsAtStart>();
    }
}
