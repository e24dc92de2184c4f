using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace InternLM3.Hosting;

/// <summary>Healthy once the client's model is loaded; until then the failure status of its registration. It never starts a load.</summary>
/// <param name="client">The client.</param>
public sealed class InternLM3HealthCheck(InternLM3ChatClient client) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Task.FromResult(client.GetService(typeof(InternLM3Model)) is InternLM3Model model
            ? HealthCheckResult.Healthy($"{model.Id} is loaded.")
            : new HealthCheckResult(context.Registration.FailureStatus, "The model is not loaded."));
    }
}
