# frozen_string_literal: true

# Makes the equations fit after each build, and after each rebuild of `jekyll serve`. Options stand
# in _config.yml, by the names of the command's own:
#
#     mathfit:
#       min_scale: 0.5
require "jekyll"
require "open3"

module Jekyll
  # Runs `mathfit apply` on the site that Jekyll has written.
  module Mathfit
    # Some pages could not be processed, and each of them is named.
    SOME_PAGES = 3
    # The flags that are on, or may be, where nothing is said: off is said by an opposite.
    OPPOSITES = %w[translate enlarge every-page].freeze
    # The flags that take several values in one.
    COMMAS = %w[allow].freeze
    MISSING = "the command mathfit is not found: pip install mathfit"

    module_function

    def fit(site)
      run(["mathfit", "apply", *flags(site.config["mathfit"]), site.dest])
    end

    # The options as flags: true is the flag alone, and a list repeats the flag.
    def flags(options)
      (options || {}).flat_map do |name, value|
        flag = name.to_s.tr("_", "-")
        value = value.join(",") if value.is_a?(Array) && COMMAS.include?(flag)
        case value
        when true then ["--#{flag}"]
        when false then OPPOSITES.include?(flag) ? ["--no-#{flag}"] : []
        when nil then []
        else Array(value).map { |one| "--#{flag}=#{one}" }
        end
      end
    end

    def run(command)
      told, complained, status = Open3.capture3(*command)
      told.each_line { |line| Jekyll.logger.info("mathfit:", line.chomp) }
      if [0, SOME_PAGES].include?(status.exitstatus)
        complained.each_line { |line| Jekyll.logger.warn("mathfit:", line.chomp) }
      else
        raise Jekyll::Errors::FatalException, complained.strip
      end
    rescue Errno::ENOENT
      raise Jekyll::Errors::FatalException, MISSING
    end
  end
end

# The site is whole then: pages, collections, and what other plugins have written.
Jekyll::Hooks.register(:site, :post_write, priority: :low) { |site| Jekyll::Mathfit.fit(site) }
