using InternLM3.Hosting;
using InternLM3.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace InternLM3.Tests.Hosting;

public sealed class InternLM3WarmUpTests(TinyModel tiny)
{
    [Fact]
    public async Task StartAsync_OfTheRegisteredService_LoadsTheSharedModel()
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddInternLM3ChatClient(tiny.Folder);
        services.AddInternLM3WarmUp(tiny.Folder);
        services.AddHealthChecks().AddInternLM3(tiny.Folder, tags: ["ready"]);
        await using var provider = services.BuildServiceProvider();
        var registration = Assert.Single(provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value.Registrations);
        var before = await HealthAsync();

        var warmUp = Assert.Single(provider.GetServices<IHostedService>(), service => service is InternLM3WarmUp);
        await warmUp.StartAsync(CancellationToken.None);
        await warmUp.StopAsync(CancellationToken.None);

        Assert.Equal(("internlm3", "ready"), (registration.Name, Assert.Single(registration.Tags)));
        Assert.Equal((HealthStatus.Unhealthy, HealthStatus.Healthy), (before, await HealthAsync()));

        async Task<HealthStatus> HealthAsync() =>
            (await registration.Factory(provider).CheckHealthAsync(new HealthCheckContext { Registration = registration })).Status;
    }

    [Fact]
    public async Task StartAsync_NoModelThere_Fails()
    {
        using var folder = new TemporaryFolder();
        await using var client = new InternLM3ChatClient(folder.Path);

        await Assert.ThrowsAsync<ModelFormatException>(() => new InternLM3WarmUp(client).StartAsync(CancellationToken.None));
    }

    [Fact]
    public async Task StartAsync_Cancelled_Throws()
    {
        await using var client = new InternLM3ChatClient(tiny.Model);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new InternLM3WarmUp(client).StartAsync(new CancellationToken(canceled: true)));
    }
}
