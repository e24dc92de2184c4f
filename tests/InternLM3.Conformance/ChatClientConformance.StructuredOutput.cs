using System.Text.Json;
using Microsoft.Extensions.AI;

namespace InternLM3.Conformance;

/// <summary>Typed answers: <c>GetResponseAsync&lt;T&gt;</c> and response formats.</summary>
public abstract partial class ChatClientConformance
{
    private const string Quinn = "Return JSON for: name Quinn, age 41.";

    [Fact]
    public async Task Typed_AnObject_IsRead() => Assert.Equal(new Person("Quinn", 41), await TypedAsync<Person>(Quinn));

    [Fact]
    public async Task Typed_AnArray_IsRead()
    {
        // No bound is in the schema of an array; the penalty is what ends a weak model's.
        var options = Greedy();
        options.FrequencyPenalty = 2;

        var response = await Client.GetResponseAsync<Hue[]>("Return JSON for: color Red, color Blue.", options, cancellationToken: Cancellation);

        Assert.All(response.Result, hue => Assert.True(Enum.IsDefined(hue)));
    }

    [Fact]
    public async Task Typed_AnInteger_IsRead()
    {
        var response = await Client.GetResponseAsync<int>("Return JSON for: data 41.", Greedy(), cancellationToken: Cancellation);

        Assert.Equal(JsonElement.Parse(response.Text).GetProperty("data").GetInt32(), response.Result);
    }

    [Fact]
    public async Task Typed_AString_IsRead() => Assert.NotNull(await TypedAsync<string>("Return JSON for: data Quinn."));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Typed_ABoolean_IsRead(bool value)
    {
        var response = await Client.GetResponseAsync<bool>($"Return JSON for: data {(value ? "true" : "false")}.", Greedy(), cancellationToken: Cancellation);

        Assert.True(response.TryGetResult(out var result));
        Assert.Equal(JsonElement.Parse(response.Text).GetProperty("data").GetBoolean(), result);
    }

    [Fact]
    public async Task Typed_AnEnum_IsRead() => Assert.True(Enum.IsDefined(await TypedAsync<Hue>("Return JSON for: data Red.")));

    [Fact]
    public async Task Typed_WithFunctions_CallsThemAndAnswersInTheFormat()
    {
        var cities = new List<string>();
        var options = Greedy(GetWeather(cities));

        var response = await Invoking().GetResponseAsync<Author>(Weather, options, cancellationToken: Cancellation);

        Assert.Equal(["Brevaal"], cities);
        Assert.InRange(response.Result.Count, 0, 100);
    }

    [Fact]
    public async Task Typed_WithoutANativeFormat_IsAnObject()
    {
        var response = await Client.GetResponseAsync<Person>(Quinn, Greedy(), useJsonSchemaResponseFormat: false, cancellationToken: Cancellation);

        Assert.True(response.TryGetResult(out var person));
        Assert.NotNull(person);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Format_Json_IsAnObjectWhateverWasAsked(bool streaming)
    {
        var options = Greedy();
        options.ResponseFormat = ChatResponseFormat.Json;

        var response = await AskAsync(Client, streaming, "Return JSON for: city Brevaal, color red.", options);

        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(response.Text).ValueKind);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Format_ASchemaAndWildSampling_StillConforms(long seed)
    {
        var options = Sampled();
        (options.MaxOutputTokens, options.Seed) = (null, seed);

        var response = await Client.GetResponseAsync<Person>(Quinn, options, cancellationToken: Cancellation);

        Assert.InRange(response.Result.Age, 0, 200);
        Assert.InRange(response.Result.Name.Length, 0, 40);
    }

    [Fact]
    public async Task Format_Text_IsFreeText()
    {
        var options = Greedy();
        options.ResponseFormat = ChatResponseFormat.Text;

        Assert.Contains("Paris", (await AskAsync(Client, streaming: false, Capital, options)).Text, StringComparison.Ordinal);
    }

    private async Task<T> TypedAsync<T>(string question) =>
        (await Client.GetResponseAsync<T>(question, Greedy(), cancellationToken: Cancellation)).Result;
}
