using InternLM3.Hosting;
using InternLM3.Tests.Support;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace InternLM3.Tests.Hosting;

public sealed class InternLM3HealthCheckTests(TinyModel tiny)
{
    [Theory]
    [InlineData(HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded)]
    public async Task CheckHealthAsync_NotLoaded_IsTheFailureStatusAndLoadsNothing(HealthStatus failure)
    {
        await using var client = new InternLM3ChatClient(tiny.Folder);

        var result = await CheckAsync(client, failure);

        Assert.Equal((failure, "The model is not loaded."), (result.Status, result.Description));
        Assert.Null(client.GetService(typeof(InternLM3Model)));
    }

    [Fact]
    public async Task CheckHealthAsync_Loaded_IsHealthyAndNamesTheModel()
    {
        await using var client = new InternLM3ChatClient(tiny.Model);

        var result = await CheckAsync(client, HealthStatus.Unhealthy);

        Assert.Equal(HealthStatus.Healthy, result.Status);
        Assert.Equal($"{tiny.Model.Id} is loaded.", result.Description);
    }

    private static Task<HealthCheckResult> CheckAsync(InternLM3ChatClient client, HealthStatus failure)
    {
        var check = new InternLM3HealthCheck(client);
        return check.CheckHealthAsync(new HealthCheckContext { Registration = new HealthCheckRegistration("internlm3", check, failure, null) });
    }
}
