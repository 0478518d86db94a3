# frozen_string_literal: true

Gem::Specification.new do |spec|
  spec.name = "jekyll-mathfit"
  spec.version = "0.1.0"
  spec.summary = "Makes the equations of a Jekyll site fit every screen, by the command mathfit."
  spec.authors = ["The mathfit authors"]
  spec.license = "MIT"
  spec.files = ["lib/jekyll-mathfit.rb", "README.md"]
  spec.required_ruby_version = ">= 2.7"
  # The oldest Jekyll whose hooks and errors the tests rely on.
  spec.add_dependency "jekyll", ">= 4.0", "< 5"
end
