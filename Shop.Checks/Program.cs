using Shop.Checks;

return await CommandLine.RunAsync(args);
